{#- On a source table: fails with file, row, column and text of each cell of `columns` that is neither
    a number nor a known mark, so that nothing turns into a silent null on its way through staging. -#}
{% test numbers_are_readable(model, columns) %}
    {%- set marks = var('marks').values() | sum(start=[]) %}
    {%- for column in columns %}
    select
        _file,
        _row,
        '{{ column }}' as column_name,
        {{ column }} as text_found,
        'expected a number or a known mark: correct the cell, or add the mark to the vars of dbt_project.yml'
            as what_to_do
    from {{ model }}
    where
        {{ column }} is not null
        and lower(trim({{ column }})) not in ('{{ marks | join("', '") }}')
        and ({{ published_number(column) }}) is null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endtest %}
