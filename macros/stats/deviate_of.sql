{#- The standard normal deviate of a two-sided level, '95' or '99.8', as text (method §9.1). -#}
{% macro deviate_of(level) -%}
    {{- return({'95': '1.959964', '99.8': '3.090232'}[level]) -}}
{%- endmacro %}
