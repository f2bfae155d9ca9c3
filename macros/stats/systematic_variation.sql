{#- Systematic component of variation (method §9.5): 100 × max(0, mean(((O − E)/E)² − 1/E)), an
    aggregate. observed, expected: counts; rows without an expected count are left out. -#}
{% macro systematic_variation(observed, expected) -%}
    100e0 * greatest(
        0e0,
        avg(power(({{ observed }} - {{ expected }}) / nullif({{ expected }}, 0), 2) - 1e0 / nullif({{ expected }}, 0))
    )
{%- endmacro %}
