{#- The financial year in a file name of four digits: 2425 is 2024-25. column: text column. -#}
{% macro financial_year_from_digits(column) -%}
    '20' || substr({{ column }}, 1, 2) || '-' || substr({{ column }}, 3, 2)
{%- endmacro %}
