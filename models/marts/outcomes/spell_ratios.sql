-- method: §5, "From spells". Counts of 1 to 7 are withheld, as hospital statistics do.
with ratios as (
    select * from {{ ref('int_spells__ratios') }}
),

routes as (
    select * from {{ ref('int_spells__routes') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
)

select
    ratios.trust_code,
    ratios.financial_year,
    cohort.trust_name,
    cohort.region_name,
    cohort.trust_type,
    ratios.measure_id,
    ratios.counted_spells as spells_count,
    ratios.months_landed,
    ratios.observed,
    ratios.expected,
    ratios.observed / nullif(ratios.counted_spells, 0) as crude_rate,
    ratios.ratio,
    ratios.ratio_low,
    ratios.ratio_high,
    ratios.lower_95_overdispersed,
    ratios.upper_95_overdispersed,
    ratios.lower_998_overdispersed,
    ratios.upper_998_overdispersed,
    ratios.phi,
    ratios.tau_squared,
    ratios.own_share,
    ratios.few_trusts_share,
    routes.trusts_covered,
    routes.covered_share,
    routes.own_share as own_share_of_year,
    coalesce(routes.is_taken, false) as is_taken_by_method,
    case
        when ratios.observed is null then 'suppressed'
        when ratios.ratio is null then 'no ratio'
        else 'published'
    end as status,
    case
        when ratios.observed is null then 'seven spells or events, or fewer'
        when ratios.ratio is null then 'nothing is expected of its strata'
        else 'observed and expected are computed from landed spells'
    end as reason
from ratios
inner join cohort using (trust_code, financial_year)
left join routes using (financial_year, measure_id)
