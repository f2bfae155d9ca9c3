{#- True where the text holds a match of the regular expression (anchor it to test the whole text).
    expression: SQL text; pattern: regular expression without backslashes. -#}
{% macro matches(expression, pattern) -%}
    {{- return(adapter.dispatch('matches')(expression, pattern)) -}}
{%- endmacro %}

{% macro duckdb__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(expression, pattern) -%}
    ({{ expression }} rlike '{{ pattern }}')
{%- endmacro %}
