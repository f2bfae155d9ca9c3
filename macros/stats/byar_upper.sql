{#- Byar's upper limit of the mean of a Poisson count (method §9.1):
    (O + 1)(1 − 1/(9(O + 1)) + z/(3√(O + 1)))³. Arguments as those of byar_lower. -#}
{% macro byar_upper(count, level) -%}
    ({{ count }} + 1e0) * power(
        1e0 - 1e0 / (9e0 * ({{ count }} + 1e0))
        + {{ deviate_of(level) }}e0 / (3e0 * sqrt({{ count }} + 1e0)), 3
    )
{%- endmacro %}
