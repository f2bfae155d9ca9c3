{#- Last day of a financial year (date). -#}
{% macro financial_year_ends_on(financial_year) -%}
    cast(cast({{ financial_year_number(financial_year) }} + 1 as string) || '-03-31' as date)
{%- endmacro %}
