-- method: §6.1, §6.2, §8. Value of each trust-year under every activity basis, spend basis and
-- quality basket, set-wise: 1000 × weighted activity × Q ÷ spend.
with activity as (
    select * from {{ ref('int_activity__totals') }}
),

spend as (
    select * from {{ ref('int_spend__by_basis') }}
),

quality as (
    select * from {{ ref('int_quality__baskets') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

left_out as (
    select name as trust_code from {{ ref('my_specification') }}
    where setting = 'exclude_trust'
),

levels as (
    select
        activity.level as activity_basis,
        spend.level as spend_basis,
        quality.level as quality_basket
    from {{ ref('specification_levels') }} as activity
    cross join {{ ref('specification_levels') }} as spend
    cross join {{ ref('specification_levels') }} as quality
    where
        activity.dimension = 'activity_basis'
        and spend.dimension = 'spend_basis'
        and quality.dimension = 'quality_basket'
    union all
    select
        activity_basis,
        spend_basis,
        'my specification' as quality_basket
    from {{ ref('int_value__my_specification') }}
),

valued as (
    select
        cohort.trust_code,
        financial_year,
        cohort.region_name,
        cohort.trust_type,
        {{ valuation_id() }} as valuation_id,
        activity_basis,
        spend_basis,
        quality_basket,
        activity.weighted_activity,
        spend.spend_gbp,
        quality.quality as quality_factor,
        1000e0
        * activity.weighted_activity
        * quality.quality
        / nullif(spend.spend_gbp, 0) as value_per_1000_gbp
    from cohort
    cross join levels
    inner join activity using (trust_code, financial_year, activity_basis)
    inner join spend using (trust_code, financial_year, spend_basis)
    inner join quality using (trust_code, financial_year, quality_basket)
    left join left_out
        on
            cohort.trust_code = left_out.trust_code
            and levels.quality_basket = 'my specification'
    where left_out.trust_code is null
)

select * from valued
