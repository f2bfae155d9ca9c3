{#- The organisation code without a publication's suffix: `R0A-X` is R0A (method §2). Codes of other
    providers (NDA01, AJ8, G6V2S) pass as published.
    column: text column with the published code; returns text. -#}
{% macro trust_code(column) -%}
    split_part(upper(trim({{ column }})), '-', 1)
{%- endmacro %}
