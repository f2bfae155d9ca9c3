{#- A template with each {figure} replaced by its text; null where a figure that it names is missing.
    template: text column; figures: map of a name to the SQL of its text. -#}
{% macro filled(template, figures) -%}
    {%- set text = namespace(sql=template) -%}
    {%- for name, figure in figures.items() -%}
        {%- set place = "'{" ~ name ~ "}'" -%}
        {%- set text.sql = 'replace(' ~ text.sql ~ ', ' ~ place ~ ', coalesce(' ~ figure ~ ', ' ~ place ~ '))' -%}
    {%- endfor -%}
    case when position('{' in {{ text.sql }}) = 0 then {{ text.sql }} end
{%- endmacro %}
