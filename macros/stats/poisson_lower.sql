{#- Lower limit of the mean of a Poisson count (method §9.1): Byar's from 10 on, exact below.
    count: SQL number; a whole count, or an expected count for a funnel (§9.4), between whole ones
    the exact limits are interpolated. level: '95' or '99.8'. Returns events (double). -#}
{% macro poisson_lower(count, level) -%}
    case
        when {{ count }} < 10 then {{ between_exact_limits(count, exact_poisson_limits('lower', level)) }}
        else {{ byar_lower(count, level) }}
    end
{%- endmacro %}
