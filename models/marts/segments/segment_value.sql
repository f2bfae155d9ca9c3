-- method: §6.2. £ of quality-adjusted activity at national average cost for each £1,000 that the
-- segment costs, where a landed measure stands for its outcome.
with trusts as (
    select * from {{ ref('int_segments__trusts') }}
    where has_costs
),

outcomes as (
    select * from {{ ref('segment_outcomes') }}
),

factors as (
    select * from {{ ref('int_quality__factors') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
)

select
    trusts.trust_code,
    trusts.financial_year,
    cohort.trust_name,
    cohort.region_name,
    cohort.trust_type,
    trusts.level,
    trusts.segment,
    outcomes.measure_id,
    trusts.actual_cost_gbp,
    trusts.expected_cost_gbp,
    factors.quality_factor,
    1000e0 * trusts.expected_cost_gbp * factors.quality_factor
    / nullif(trusts.actual_cost_gbp, 0) as value_per_1000_gbp,
    case
        when outcomes.measure_id is null then 'no outcome'
        when factors.quality_factor is null then 'no measure'
        else 'published'
    end as status,
    case
        when outcomes.measure_id is not null and factors.quality_factor is null
            then 'the trust has no ' || outcomes.measure_id || ' for the year'
        else outcomes.reason
    end as reason
from trusts
inner join outcomes on trusts.segment = outcomes.segment
inner join cohort using (trust_code, financial_year)
left join factors
    on
        trusts.trust_code = factors.trust_code
        and trusts.financial_year = factors.financial_year
        and outcomes.measure_id = factors.measure_id
