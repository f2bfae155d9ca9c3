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

others as (
    select
        valued.trust_basis,
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition,
        count(*) as others,
        avg(valued.value_per_1000_gbp) as mean_value,
        sum(valued.spend_gbp * valued.value_per_1000_gbp) / sum(valued.spend_gbp)
            as weighted_value,
        median(valued.value_per_1000_gbp) as median_value
    from valued
    inner join membership
        on
            valued.trust_basis = membership.trust_basis
            and valued.trust_code = membership.trust_code
            and valued.financial_year = membership.financial_year
    where not membership.is_in_largest_group
    group by
        valued.trust_basis,
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition
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

by_reference as (
    select
        others.trust_basis,
        others.financial_year,
        others.activity_basis,
        others.spend_basis,
        others.quality_basket,
        others.largest_definition,
        levels.reference,
        others.others,
        case levels.reference
            when 'mean' then others.mean_value
            when 'spend-weighted' then others.weighted_value
            when 'median' then others.median_value
        end as reference_value
    from others
    inner join levels on (others.quality_basket = 'my specification') = levels.is_mine
    where (others.largest_definition = 'my specification') = levels.is_mine
)

select * from by_reference
