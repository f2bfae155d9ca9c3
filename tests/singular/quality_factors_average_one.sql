-- Without this a scaling constant taken over other trusts, or without the weights, moves every
-- value by the same per cent, and 1000 no longer means as expected (method §5.4).
with factors as (
    select * from {{ ref('int_quality__factors') }}
),

activity as (
    select * from {{ ref('int_activity__totals') }}
    where activity_basis = 'casemix_weighted'
),

means as (
    select
        factors.financial_year,
        factors.measure_id,
        sum(factors.quality_factor * activity.weighted_activity)
        / sum(activity.weighted_activity) as mean_factor
    from factors
    inner join activity
        on
            factors.trust_code = activity.trust_code
            and factors.financial_year = activity.financial_year
    group by factors.financial_year, factors.measure_id
)

select * from means
where abs(mean_factor - 1e0) > 1e-9
