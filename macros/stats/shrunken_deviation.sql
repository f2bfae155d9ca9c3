{#- Health Alpha of a residual of ln(O/E) (method §7.3): −100 × u × τ²/(τ² + 1/E), per cent, positive
    for fewer deaths than predicted. Empirical Bayes: it never exceeds the residual. -#}
{% macro shrunken_deviation(residual, expected, tau_squared) -%}
    -100e0 * {{ residual }} * {{ tau_squared }} / nullif({{ tau_squared }} + 1e0 / nullif({{ expected }}, 0), 0)
{%- endmacro %}

{#- Its standard error, per cent: 100 × √(τ²/(1 + τ²E)). -#}
{% macro shrunken_error(expected, tau_squared) -%}
    100e0 * sqrt({{ tau_squared }} / (1e0 + {{ tau_squared }} * {{ expected }}))
{%- endmacro %}
