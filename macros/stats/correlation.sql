{#- Pearson's correlation of x and y over the rows that have both, as an aggregate: null where one of
    them does not vary, which `corr` answers otherwise on each engine. Arguments: SQL, doubles. -#}
{% macro correlation(x, y) -%}
    covar_pop({{ x }}, {{ y }}) / nullif(
        stddev_pop(case when {{ y }} is not null then {{ x }} end)
        * stddev_pop(case when {{ x }} is not null then {{ y }} end), 0
    )
{%- endmacro %}
