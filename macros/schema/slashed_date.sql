{#- '01/04/2014', or a longer text with that date at 1-based position `start`, as a date. -#}
{% macro slashed_date(column, start=1) -%}
    cast(
        substr({{ column }}, {{ start + 6 }}, 4) || '-' || substr({{ column }}, {{ start + 3 }}, 2)
        || '-' || substr({{ column }}, {{ start }}, 2) as date
    )
{%- endmacro %}
