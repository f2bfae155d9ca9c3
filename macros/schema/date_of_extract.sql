{#- A date written '01APR2024' or '2024-04-01'; null for anything else. column: text column. -#}
{% macro date_of_extract(column) -%}
    case
        when {{ matches(column, '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
            then cast(substr({{ column }}, 1, 10) as date)
        when {{ matches(column, '^[0-9]{2}[A-Za-z]{3}[0-9]{4}$') }}
            then
                cast(
                    substr({{ column }}, 6, 4) || '-'
                    || {{ month_number("substr(" ~ column ~ ", 3, 3)") }}
                    || '-' || substr({{ column }}, 1, 2) as date
                )
    end
{%- endmacro %}
