{#- Upper limit of the mean of a Poisson count (method §9.1): Byar's from 10 on, exact below.
    Arguments as those of poisson_lower. Returns events (double). -#}
{% macro poisson_upper(count, level) -%}
    case
        when {{ count }} < 10 then {{ between_exact_limits(count, exact_poisson_limits('upper', level)) }}
        else {{ byar_upper(count, level) }}
    end
{%- endmacro %}
