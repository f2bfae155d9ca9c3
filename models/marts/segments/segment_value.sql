-- method: §6.2
with valued as (
    select * from {{ ref('int_segments__value') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
)

select
    valued.trust_basis,
    valued.trust_code,
    valued.financial_year,
    cohort.trust_name,
    cohort.region_name,
    cohort.trust_type,
    valued.level,
    valued.segment,
    valued.measure_id,
    valued.actual_cost_gbp,
    valued.expected_cost_gbp,
    valued.quality_factor,
    valued.value_per_1000_gbp,
    valued.status,
    valued.reason
from valued
inner join cohort
    on
        valued.trust_basis = cohort.trust_basis
        and valued.trust_code = cohort.trust_code
        and valued.financial_year = cohort.financial_year
