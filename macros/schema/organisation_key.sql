{#- An organisation's name made comparable (method §2): upper case, & as AND, no punctuation, no
    leading THE, no closing NHS TRUST or NHS FOUNDATION TRUST. Names are never a key of a mart: this
    leads a return without codes to the ODS code.
    column: text column with the published name; returns text. -#}
{% macro organisation_key(column) -%}
    {%- set plain = replace_all("replace(upper(" ~ column ~ "), '&', ' AND ')", "[^A-Z0-9 ]", "") -%}
    {%- set spaced = "trim(" ~ replace_all(plain, " +", " ") ~ ")" -%}
    {{ replace_all(spaced, "^THE | NHS (FOUNDATION )?TRUST$| NHS FT$", "") }}
{%- endmacro %}
