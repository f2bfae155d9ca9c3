{#- Wilson's limits of a proportion (method §10; Wilson 1927), as shares (double).
    numerator, denominator: counts; null where the first is the larger; level: '95' or '99.8'. -#}
{% macro wilson_lower(numerator, denominator, level) -%}
    {{ wilson_limit(numerator, denominator, level, '-') }}
{%- endmacro %}

{% macro wilson_upper(numerator, denominator, level) -%}
    {{ wilson_limit(numerator, denominator, level, '+') }}
{%- endmacro %}

{% macro wilson_limit(numerator, denominator, level, sign) -%}
    {%- set z = deviate_of(level) ~ 'e0' -%}
    case
        when {{ numerator }} <= {{ denominator }}
            then (
                2e0 * {{ numerator }} + {{ z }} * {{ z }}
                {{ sign }} {{ z }} * sqrt(
                    {{ z }} * {{ z }}
                    + 4e0 * {{ numerator }} * (1e0 - {{ numerator }} / nullif({{ denominator }}, 0))
                )
            ) / (2e0 * ({{ denominator }} + {{ z }} * {{ z }}))
    end
{%- endmacro %}
