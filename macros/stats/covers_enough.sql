{#- Whether a share is enough to stand for the whole: nine in ten, of a trust's patients whose areas have a
    prevalence (method §7.1), of a year's trusts that have spells (§5). covered_share: 0 to 1; returns a
    condition. -#}
{% macro covers_enough(covered_share) -%}
    {{ covered_share }} >= 0.9e0
{%- endmacro %}
