{#- Calendar year (integer) a financial year starts in. -#}
{% macro financial_year_number(financial_year) -%}
    cast(substr({{ financial_year }}, 1, 4) as integer)
{%- endmacro %}
