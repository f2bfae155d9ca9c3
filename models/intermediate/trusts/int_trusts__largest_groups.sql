-- method: §8. Which trusts belong to each definition of the largest group.
with sizes as (
    select * from {{ ref('int_trusts__size') }}
),

definitions as (
    select * from {{ ref('largest_groups') }}
),

members as (
    select
        sizes.trust_basis,
        sizes.financial_year,
        definitions.largest_definition,
        sizes.trust_code,
        sizes.size_is_carried,
        case definitions.rule
            when 'spend over' then sizes.size_gbp > definitions.threshold
            when 'top by spend' then sizes.size_rank <= definitions.threshold
        end as is_in_largest_group
    from sizes
    cross join definitions
)

select * from members
