{#- What "the others" reach (method §8), as an aggregate over them: mean, spend-weighted mean or median
    of their value. reference: column with the name of the level, one a group; value, spend: columns of
    each of the others. -#}
{% macro reference_value(reference, value, spend) -%}
    case max({{ reference }})
        when 'mean' then avg({{ value }})
        when 'spend-weighted' then sum({{ spend }} * {{ value }}) / nullif(sum({{ spend }}), 0)
        when 'median' then median({{ value }})
    end
{%- endmacro %}
