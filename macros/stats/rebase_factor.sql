{#- Σ actual ÷ Σ expected cost over the rows of a window (method §4.3): what expected cost is multiplied by so
    that both sums agree. by: columns of the window. -#}
{% macro rebase_factor(by) -%}
    sum(actual_cost_gbp) over (partition by {{ by | join(', ') }})
    / nullif(sum(expected_cost_gbp) over (partition by {{ by | join(', ') }}), 0)
{%- endmacro %}
