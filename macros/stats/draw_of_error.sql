{#- The uniform that the error of one trust's measure is drawn from (method §6.4): the same on every
    engine and run. Arguments: columns or constants. -#}
{% macro draw_of_error(measure_id, trust_code, financial_year, draw) -%}
    {{ uniform_from_key(
        "'error|' || " ~ measure_id ~ " || '|' || " ~ trust_code ~ " || '|' || " ~ financial_year
        ~ " || '|' || cast(" ~ draw ~ " as string)"
    ) }}
{%- endmacro %}
