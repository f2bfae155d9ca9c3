{#- Every match of a regular expression replaced: DuckDB's regexp_replace stops at the first match
    without 'g', Spark's does not know the flag.
    expression: SQL text; pattern: regular expression without backslashes; replacement: text. -#}
{% macro replace_all(expression, pattern, replacement) -%}
    {{- return(adapter.dispatch('replace_all')(expression, pattern, replacement)) -}}
{%- endmacro %}

{% macro duckdb__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}
