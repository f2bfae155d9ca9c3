{#- Financial year (April to March) as text, '2024-25', that a date falls in. -#}
{% macro financial_year_of(date) -%}
    case
        when extract(month from {{ date }}) >= 4
            then {{ financial_year_from("extract(year from " ~ date ~ ")") }}
        else {{ financial_year_from("extract(year from " ~ date ~ ") - 1") }}
    end
{%- endmacro %}
