-- method: §7.1. Each year has the registers nearest to it, by the finest route landed.
with prevalence as (
    select * from {{ ref('int_need__prevalence') }}
),

by_icb as (
    select * from {{ ref('int_need__prevalence_by_icb') }}
),

conditions as (
    select * from {{ ref('conditions') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

years as (
    select * from {{ ref('int_returns__years') }}
)

select
    prevalence.trust_code,
    profile.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    prevalence.condition_code as condition,
    conditions.condition_name,
    prevalence.prevalence_share,
    prevalence.england_share,
    prevalence.ratio_to_england,
    prevalence.covered_share,
    prevalence.prevalence_year,
    profile.financial_year != prevalence.prevalence_year as is_carried,
    prevalence.prevalence_route,
    prevalence.catchment_year,
    by_icb.icb_prevalence_source,
    by_icb.icb_prevalence_share,
    by_icb.icb_ratio_to_england,
    by_icb.icb_prevalence_year
from prevalence
inner join conditions on prevalence.condition_code = conditions.condition_code
inner join profile
    on
        prevalence.trust_code = profile.trust_code
        and prevalence.financial_year = profile.financial_year
inner join years on profile.financial_year = years.financial_year
left join by_icb
    on
        prevalence.trust_code = by_icb.trust_code
        and prevalence.financial_year = by_icb.financial_year
        and prevalence.condition_code = by_icb.condition_code
