{#- One limit of the 95% interval of Spearman's correlation (method §9.7, Bonett and Wright):
    tanh(atanh ρ ± 1.959964 √((1 + ρ²/2) ÷ (n − 3))). Null where ρ is ±1 or fewer than four have both.
    rho: SQL, double; units: SQL, count; sign: + or -. -#}
{% macro spearman_limit(rho, units, sign) -%}
    {#- rounding can leave a perfect correlation a little beyond 1 -#}
    {%- set r = 'least(greatest(' ~ rho ~ ', -1e0), 1e0)' -%}
    {%- set z -%}
        (0.5e0 * ln(nullif((1e0 + {{ r }}) / nullif(1e0 - {{ r }}, 0), 0))
        {{ sign }} {{ deviate_of('95') }}e0 * sqrt((1e0 + {{ r }} * {{ r }} / 2e0) / nullif(greatest({{ units }} - 3, 0), 0)))
    {%- endset -%}
    case when {{ units }} > 3 then 1e0 - 2e0 / (exp(2e0 * {{ z }}) + 1e0) end
{%- endmacro %}

{#- Rank of a value in its group, the mean of the places where values are alike (mid-rank).
    value: column; by: grouping columns. -#}
{% macro mid_rank(value, by) -%}
    {%- set groups = by | join(', ') -%}
    (
        rank() over (partition by {{ groups }} order by {{ value }})
        + (count(*) over (partition by {{ groups }}, {{ value }}) - 1) / 2e0
    )
{%- endmacro %}
