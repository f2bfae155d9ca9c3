{#- The financial year in a file name of digits: 2425, 202425 and 2024_25 are 2024-25. column: text
    column. -#}
{% macro financial_year_from_digits(column) -%}
    {%- set digits = "replace(" ~ column ~ ", '_', '')" -%}
    '20' || substr({{ digits }}, length({{ digits }}) - 3, 2)
    || '-' || substr({{ digits }}, length({{ digits }}) - 1, 2)
{%- endmacro %}
