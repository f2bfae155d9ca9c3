{#- Whether areas with a prevalence hold enough of a trust's patients for it to be the trust's (method
    §7.1): nine in ten. covered_share: share of the patients (0 to 1); returns a condition. -#}
{% macro covers_enough(covered_share) -%}
    {{ covered_share }} >= 0.9e0
{%- endmacro %}
