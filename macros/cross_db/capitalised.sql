{#- Each word of a text with a capital and the rest in lower case: Spark has initcap, DuckDB a list
    expression. A letter after an apostrophe stays small (King's). expression: SQL text. -#}
{% macro capitalised(expression) -%}
    {{- return(adapter.dispatch('capitalised')(expression)) -}}
{%- endmacro %}

{% macro duckdb__capitalised(expression) -%}
    array_to_string(list_transform(
        string_split({{ expression }}, ' '), lambda word: upper(word[1]) || lower(word[2:])
    ), ' ')
{%- endmacro %}

{% macro spark__capitalised(expression) -%}
    initcap({{ expression }})
{%- endmacro %}
