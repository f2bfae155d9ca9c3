{#- Fails where the model and the relation `other` differ in their number of rows: staging neither
    drops a landed row nor doubles one. where, other_where: filters. -#}
{% test rows_agree(model, other, where='true', other_where='true') %}
    with here as (
        select count(*) as rows_found from {{ model }}
        where {{ where }}
    ),

    there as (
        select count(*) as rows_found from {{ other }}
        where {{ other_where }}
    )

    select
        here.rows_found as rows_here,
        there.rows_found as rows_there
    from here
    cross join there
    where here.rows_found <> there.rows_found
{% endtest %}
