{#- What a trust's spend would fall by were the same activity done at the reference value (method §8), in
    the unit of spend; below 0 where the trust is above the reference. Arguments: columns. -#}
{% macro saving(spend, value, reference) -%}
    {{ spend }} * (1e0 - {{ value }} / nullif({{ reference }}, 0))
{%- endmacro %}
