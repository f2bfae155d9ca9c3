{#- The distinct texts of a group in alphabetical order, joined by a comma and a space: ordered list
    aggregation is spelt differently by each engine. column: text column; an aggregate. -#}
{% macro joined_text(column) -%}
    {{- return(adapter.dispatch('joined_text')(column)) -}}
{%- endmacro %}

{% macro duckdb__joined_text(column) -%}
    string_agg(distinct {{ column }}, ', ' order by {{ column }})
{%- endmacro %}

{% macro spark__joined_text(column) -%}
    nullif(array_join(array_sort(collect_set({{ column }})), ', '), '')
{%- endmacro %}
