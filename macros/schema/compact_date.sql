{#- '20230401' as a date; null where the text is empty. -#}
{% macro compact_date(column) -%}
    cast(
        substr({{ column }}, 1, 4) || '-' || substr({{ column }}, 5, 2)
        || '-' || substr({{ column }}, 7, 2) as date
    )
{%- endmacro %}
