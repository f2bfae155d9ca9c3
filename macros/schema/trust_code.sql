{#- The organisation code without a publication's suffix, as `R0A-X` is R0A (method §2), and without
    the characters that nobody sees (`unseen_characters` in dbt_project.yml). Codes of other
    providers (NDA01, AJ8, G6V2S) pass as published.
    column: text column with the published code; returns text. -#}
{% macro trust_code(column) -%}
    split_part(upper({{ replace_all(column, var('unseen_characters'), '') }}), '-', 1)
{%- endmacro %}
