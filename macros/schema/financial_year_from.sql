{#- Financial year as text from the calendar year (whole number) it starts in. -#}
{% macro financial_year_from(start_year) -%}
    cast({{ start_year }} as string) || '-' || substr(cast({{ start_year }} + 1 as string), 3, 2)
{%- endmacro %}
