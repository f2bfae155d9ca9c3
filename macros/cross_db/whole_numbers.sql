{#- A query of one column, `name`, with the whole numbers 1 to `upper`. -#}
{% macro whole_numbers(upper, name) -%}
    {{- return(adapter.dispatch('whole_numbers')(upper, name)) -}}
{%- endmacro %}

{% macro duckdb__whole_numbers(upper, name) -%}
    select unnest(range(1, {{ upper + 1 }})) as {{ name }}
{%- endmacro %}

{% macro spark__whole_numbers(upper, name) -%}
    select explode(sequence(1, {{ upper }})) as {{ name }}
{%- endmacro %}
