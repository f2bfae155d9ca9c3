{#- Sample variance of amounts of which only the sum of squares, the sum and the number are known; 0 for a
    single one. All three SQL numbers; returns the amounts' squared unit (double). -#}
{% macro variance_of_sums(squares, total, number) -%}
    case
        when {{ number }} > 1
            then greatest({{ squares }} - {{ total }} * {{ total }} / {{ number }}, 0e0) / ({{ number }} - 1)
        else 0e0
    end
{%- endmacro %}
