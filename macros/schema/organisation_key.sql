{#- An organisation's name made comparable (method §2): upper case, & as AND, no punctuation, no
    leading THE, no closing NHS TRUST or NHS FOUNDATION TRUST. Names are never a key of a mart: this
    leads a return without codes to the ODS code. The rules are `name_rules` in dbt_project.yml, by
    which landing looks names up as well.
    column: text column with the published name; returns text. -#}
{% macro organisation_key(column) -%}
    {%- set made = namespace(sql="upper(" ~ column ~ ")") -%}
    {%- for rule in var('name_rules') -%}
        {%- set made.sql = replace_all(made.sql, rule.pattern, rule.replacement) -%}
    {%- endfor -%}
    {{ made.sql }}
{%- endmacro %}
