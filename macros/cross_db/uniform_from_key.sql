{#- A number in (0, 1) that depends on the text `key` alone, the same double on every engine and run:
    the first 13 hexadecimal digits of md5(key) as a whole number, plus 0.5, over 2^52.
    key: SQL text, one a number wanted. -#}
{% macro uniform_from_key(key) -%}
    {{- return(adapter.dispatch('uniform_from_key')(key)) -}}
{%- endmacro %}

{% macro duckdb__uniform_from_key(key) -%}
    (cast(cast('0x' || substr(md5({{ key }}), 1, 13) as bigint) as double) + 0.5e0)
    / 4503599627370496e0
{%- endmacro %}

{% macro spark__uniform_from_key(key) -%}
    (cast(conv(substr(md5({{ key }}), 1, 13), 16, 10) as double) + 0.5e0) / 4503599627370496e0
{%- endmacro %}
