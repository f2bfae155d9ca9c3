{#- Schemas are named as the folder says (staging, intermediate, marts, reference, method), without
    the target's own schema in front: one database holds one build.
    custom_schema_name: the `+schema` of the node or none; returns the schema's name. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
