{#- Whether so few trusts have spells of a stratum that its rates say little of any one of them (method
    §5, "From spells"): fewer than five. trusts: count; returns a condition. -#}
{% macro is_of_few_trusts(trusts) -%}
    {{ trusts }} < 5
{%- endmacro %}
