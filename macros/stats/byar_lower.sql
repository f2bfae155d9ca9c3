{#- Byar's lower limit of the mean of a Poisson count (method §9.1): O(1 − 1/(9O) − z/(3√O))³.
    count: SQL number above 0, whole or an expected count; level: '95' or '99.8'. Returns events
    (double). Below 10 poisson_lower is exact instead. -#}
{% macro byar_lower(count, level) -%}
    {{ count }} * power(
        1e0 - 1e0 / (9e0 * nullif({{ count }}, 0))
        - {{ deviate_of(level) }}e0 / (3e0 * sqrt(nullif({{ count }}, 0))), 3
    )
{%- endmacro %}
