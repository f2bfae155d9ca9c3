-- method: §8. What "the others" reach, by specification: mean, spend-weighted mean and median of
-- the value of the trusts outside the largest group.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

-- a size carried from another year puts a trust in neither group: the claim is of the year's
-- accounts
membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where not size_is_carried
),

levels as (
    select
        level as reference,
        false as is_mine
    from {{ ref('specification_levels') }}
    where dimension = 'reference'
    union all
    select
        reference,
        true as is_mine
    from {{ ref('int_value__my_specification') }}
),

others as (
    select
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition,
        levels.reference,
        count(*) as others,
        {{ reference_value('levels.reference', 'valued.value_per_1000_gbp', 'valued.spend_gbp') }}
            as reference_value
    from valued
    inner join membership using (trust_code, financial_year)
    inner join levels
        on
            (valued.quality_basket = 'my specification') = levels.is_mine
            and (membership.largest_definition = 'my specification') = levels.is_mine
    where not membership.is_in_largest_group
    group by
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition,
        levels.reference
)

select * from others
