{#- Fails with each value outside the list its column accepts; nulls fail unless none is in the list.
    accepted: a map of column to list of values. -#}
{% test accepted_values_by_column(model, accepted) %}
    {%- for column, values in accepted.items() %}
    select
        '{{ column }}' as column_name,
        cast({{ column }} as string) as value_found,
        count(*) as rows_found
    from {{ model }}
    where coalesce(cast({{ column }} as string), '(null)') not in (
        {%- for value in values -%}
        '{{ '(null)' if value is none else value }}'{{ ', ' if not loop.last }}
        {%- endfor -%}
    )
    group by cast({{ column }} as string)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endtest %}
