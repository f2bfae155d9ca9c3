{#- Fails with each row whose rank is not 1 + the number of rows of its group that rank before it: ranks
    start at 1 and are dense but for ties. A row dropped after ranking leaves a gap.
    ranks: a map of the rank column to the columns of its group. Null ranks pass. -#}
{% test ranks_leave_no_gap(model, ranks) %}
    {%- for rank_column, group_columns in ranks.items() %}
    select
        '{{ rank_column }}' as rank_column,
        group_found,
        rank_found,
        rank_expected
    from (
        select
            concat_ws(' | ', {{ group_columns | join(', ') }}) as group_found,
            {{ rank_column }} as rank_found,
            rank() over (
                partition by {{ group_columns | join(', ') }} order by {{ rank_column }}
            ) as rank_expected
        from {{ model }}
        where {{ rank_column }} is not null
    ) as ranked_again
    where rank_found <> rank_expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endtest %}
