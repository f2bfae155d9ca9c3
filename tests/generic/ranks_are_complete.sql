{#- Fails with each group whose ranks do not run from 1 to its number of rows, ties aside: a rank must
    be there for every row and equal one more than the rows ranked before it.
    rank: rank column; by: columns of the group; where: filter. -#}
{% test ranks_are_complete(model, rank, by, where='true') %}
    with ranked as (
        select
            {{ by | join(', ') }},
            {{ rank }} as rank_found,
            rank() over (partition by {{ by | join(', ') }} order by {{ rank }} nulls last)
                as rank_expected
        from {{ model }}
        where {{ where }}
    )

    select * from ranked
    where rank_found is null or rank_found <> rank_expected
{% endtest %}
