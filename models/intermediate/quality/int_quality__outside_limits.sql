-- method: §9.1 to §9.3, §9.5. Which trusts lie outside the control limits of each quality measure:
-- standardised measures by their funnel, shares by arcsine √p around the cohort's pooled share.
with funnels as (
    select * from {{ ref('int_quality__funnels') }}
),

measures as (
    select measures.*
    from {{ ref('int_quality__measures') }} as measures
    inner join {{ ref('measures') }} as definitions using (measure_id)
    -- a share outside 0 to 1 is an error in the return, and has no arcsine
    where
        definitions.opportunity_kind = 'share'
        and measures.denominator > 0
        and measures.value between 0e0 and 1e0
),

pooled as (
    select
        trust_code,
        financial_year,
        measure_id,
        denominator,
        asin(sqrt(value)) - asin(sqrt(
            sum(numerator) over (partition by financial_year, measure_id)
            / nullif(
                sum(denominator) over (partition by financial_year, measure_id), 0
            )
        )) as deviation
    from measures
),

scored as (
    select
        trust_code,
        financial_year,
        measure_id,
        deviation,
        4e0 * denominator as precision,
        deviation * 2e0 * sqrt(denominator) as z
    from pooled
),

{% set by = ['financial_year', 'measure_id'] -%}
dispersion as (
    {{ overdispersion_spiegelhalter('scored', 'z', 'precision', by) }}
),

shares as (
    select
        scored.trust_code,
        scored.financial_year,
        scored.measure_id,
        dispersion.tau_squared,
        abs(scored.z) > {{ deviate_of('95') }}e0 as is_outside_2sd_plain,
        abs(scored.z) > {{ deviate_of('99.8') }}e0 as is_outside_3sd_plain,
        abs(scored.deviation)
        > {{ deviate_of('95') }}e0
        * sqrt(1e0 / nullif(scored.precision, 0) + dispersion.tau_squared)
            as is_outside_2sd_overdispersed,
        abs(scored.deviation)
        > {{ deviate_of('99.8') }}e0
        * sqrt(1e0 / nullif(scored.precision, 0) + dispersion.tau_squared)
            as is_outside_3sd_overdispersed
    from scored
    inner join dispersion using (financial_year, measure_id)
),

ratios as (
    select
        trust_code,
        financial_year,
        measure_id,
        tau_squared,
        ratio not between lower_95_plain and upper_95_plain as is_outside_2sd_plain,
        ratio not between lower_998_plain and upper_998_plain as is_outside_3sd_plain,
        ratio not between lower_95_overdispersed and upper_95_overdispersed
            as is_outside_2sd_overdispersed,
        ratio not between lower_998_overdispersed and upper_998_overdispersed
            as is_outside_3sd_overdispersed
    from funnels
),

every_measure as (
    select * from ratios
    union all
    select * from shares
)

select * from every_measure
