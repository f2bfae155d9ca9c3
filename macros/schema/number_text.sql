{#- A number as text with a fixed count of decimals, for a sentence. value: numeric expression below
    10^16 in size; decimals: whole number, 0 by default. Null stays null. -#}
{% macro number_text(value, decimals=0) -%}
    cast(cast({{ value }} as decimal(18, {{ decimals }})) as string)
{%- endmacro %}
