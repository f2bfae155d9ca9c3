{#- Limit of a ratio to its expected count, widened by tau_squared: exp(±z√(1/E + τ²)) for mortality
    (method §9.2), (1 ± z√(1/(4E) + τ²))² for readmissions (§9.3), 1 ± z√(1/E + τ²) for sums of amounts,
    of which expected is 1 ÷ the squared standard error of the ratio. The column tau_squared must be in
    scope. measure, expected: SQL; level: '95' or '99.8'; sign: '-' or '+'. Returns a ratio (double). -#}
{% macro overdispersed_limit(measure, expected, level, sign) -%}
    case {{ measure }}
        when 'mortality'
            then exp({{ sign }}{{ deviate_of(level) }}e0 * sqrt(1e0 / nullif({{ expected }}, 0) + tau_squared))
        when 'readmissions'
            then power(
                greatest(
                    1e0 {{ sign }} {{ deviate_of(level) }}e0
                    * sqrt(0.25e0 / nullif({{ expected }}, 0) + tau_squared), 0e0
                ), 2
            )
        else greatest(1e0 {{ sign }} {{ deviate_of(level) }}e0 * sqrt(1e0 / {{ expected }} + tau_squared), 0e0)
    end
{%- endmacro %}
