{#- Fails where Σ column of the model and Σ other_column of `other` differ by more than `tolerance`
    (a share of the total). other_column: same as column unless given; where, other_where: filters. -#}
{% test totals_agree(model, column, other, other_column=none, where='true', other_where='true', tolerance='1e-9') %}
    with here as (
        select coalesce(sum({{ column }}), 0) as total from {{ model }}
        where {{ where }}
    ),

    there as (
        select coalesce(sum({{ other_column or column }}), 0) as total from {{ other }}
        where {{ other_where }}
    )

    select
        here.total as total_here,
        there.total as total_there,
        here.total - there.total as difference
    from here
    cross join there
    where abs(here.total - there.total) > {{ tolerance }} * greatest(abs(there.total), 1e0)
{% endtest %}
