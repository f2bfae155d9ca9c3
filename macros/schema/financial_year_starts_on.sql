{#- First day of a financial year (date). -#}
{% macro financial_year_starts_on(financial_year) -%}
    cast(substr({{ financial_year }}, 1, 4) || '-04-01' as date)
{%- endmacro %}
