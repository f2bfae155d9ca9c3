{#- A threshold of the method: its value in the seed thresholds, as a scalar. name: its name there. -#}
{% macro threshold(name) -%}
    (select max(value) from {{ ref('thresholds') }} where threshold = '{{ name }}')
{%- endmacro %}
