{#- A query of one column with the whole numbers 1 to `upper`. -#}
{% macro whole_numbers(upper) -%}
    {{- return(adapter.dispatch('whole_numbers')(upper)) -}}
{%- endmacro %}

{% macro duckdb__whole_numbers(upper) -%}
    select unnest(range(1, {{ upper + 1 }}))
{%- endmacro %}

{% macro spark__whole_numbers(upper) -%}
    select explode(sequence(1, {{ upper }}))
{%- endmacro %}
