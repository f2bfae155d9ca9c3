{#- A code as published, `unknown` where the cell is empty or a dash. column: text column as landed. -#}
{% macro code_or_unknown(column) -%}
    coalesce(nullif(nullif(upper(trim({{ column }})), ''), '-'), 'unknown')
{%- endmacro %}
