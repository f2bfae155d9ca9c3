{#- A name published in capitals as people write it: each word with a capital, small words and NHS
    as they should be. column: text column in capitals; returns text. -#}
{% macro display_name(column) -%}
    {%- set name = namespace(sql=capitalised(column)) -%}
    {%- for word in ['And', 'Of', 'The', 'For', 'On', 'In', 'With', 'Upon'] -%}
        {%- set name.sql = "replace(" ~ name.sql ~ ", ' " ~ word ~ " ', ' " ~ (word | lower) ~ " ')" -%}
    {%- endfor -%}
    replace({{ name.sql }}, ' Nhs ', ' NHS ')
{%- endmacro %}
