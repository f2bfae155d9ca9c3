-- method: §9.1 to §9.4
with funnels as (
    select * from {{ ref('int_quality__funnels') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    funnels.trust_code,
    funnels.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    funnels.measure_id,
    funnels.observed,
    funnels.expected,
    funnels.ratio,
    funnels.lower_95_plain,
    funnels.upper_95_plain,
    funnels.lower_998_plain,
    funnels.upper_998_plain,
    funnels.lower_95_overdispersed,
    funnels.upper_95_overdispersed,
    funnels.lower_998_overdispersed,
    funnels.upper_998_overdispersed,
    funnels.band_plain,
    funnels.band_overdispersed,
    funnels.phi,
    funnels.tau_squared,
    funnels.period_start,
    funnels.period_end,
    funnels.is_carried,
    funnels.source_of_counts
from funnels
inner join profile using (trust_code, financial_year)
