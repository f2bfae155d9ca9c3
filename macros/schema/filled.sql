{#- The rows of a relation with `words`: a template in which each {figure} is replaced by its text; null
    where a figure that it names is missing. Figures are replaced eight at a time: linters and engines
    bound how deep calls may be nested.
    relation: CTE or relation with the template and what the figures are made of; template: its text
    column; figures: map of a name to the SQL of its text. -#}
{% macro filled(relation, template, figures) -%}
    {%- set query = namespace(sql=relation, words=template) -%}
    {%- for batch in figures.items() | batch(8) -%}
        {%- set text = namespace(sql=query.words) -%}
        {%- for name, figure in batch -%}
            {%- set place = "'{" ~ name ~ "}'" -%}
            {%- set text.sql -%}
                replace({{ text.sql }}, {{ place }}, coalesce({{ figure }}, {{ place }}))
            {%- endset -%}
        {%- endfor -%}
        {%- set query.words = 'words_' ~ loop.index -%}
        {%- set query.sql -%}
            (select *, {{ text.sql }} as {{ query.words }} from {{ query.sql }}) as filled_{{ loop.index }}
        {%- endset -%}
    {%- endfor -%}
    select
        *,
        case when position('{' in {{ query.words }}) = 0 then {{ query.words }} end as words
    from {{ query.sql }}
{%- endmacro %}
