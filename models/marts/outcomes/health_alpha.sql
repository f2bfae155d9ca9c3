-- method: §7.3, §7.4
with alpha as (
    select * from {{ ref('int_need__alpha') }}
),

mortality as (
    select * from {{ ref('int_quality__measures') }}
    where measure_id = 'mortality'
),

need as (
    select * from {{ ref('int_need__index') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

years_with_mortality as (
    select distinct
        financial_year,
        source_of_counts
    from mortality
),

variants as (
    select distinct variant from alpha
),

with_interval as (
    select
        profile.trust_code,
        profile.financial_year,
        profile.trust_name,
        profile.region_name,
        profile.trust_type,
        profile.size_band,
        variants.variant,
        mortality.numerator as observed_deaths,
        case variants.variant
            when 'casemix' then mortality.expected
            else alpha.expected_deaths
        end as expected_deaths,
        case variants.variant
            when 'casemix' then mortality.value
            else alpha.mortality_ratio
        end as mortality_ratio,
        mortality.trust_code is not null as has_mortality,
        alpha.reason as alpha_reason,
        need.need_index,
        need.covered_share as prevalence_covered_share,
        need.prevalence_route,
        need.prevalence_year,
        need.status as need_status,
        alpha.predicted_ratio,
        alpha.health_alpha,
        alpha.health_alpha - 1.959964e0 * alpha.health_alpha_se as health_alpha_low,
        alpha.health_alpha + 1.959964e0 * alpha.health_alpha_se as health_alpha_high,
        alpha.tau_squared,
        mortality.period_start,
        mortality.period_end,
        mortality.is_carried,
        years_with_mortality.source_of_counts
    from profile
    inner join years_with_mortality using (financial_year)
    cross join variants
    left join mortality using (trust_code, financial_year)
    left join need using (trust_code, financial_year)
    left join alpha
        on
            profile.trust_code = alpha.trust_code
            and profile.financial_year = alpha.financial_year
            and variants.variant = alpha.variant
)

select
    trust_code,
    financial_year,
    trust_name,
    region_name,
    trust_type,
    size_band,
    variant,
    observed_deaths,
    expected_deaths,
    mortality_ratio,
    need_index,
    prevalence_covered_share,
    prevalence_route,
    prevalence_year,
    predicted_ratio,
    health_alpha,
    health_alpha_low,
    health_alpha_high,
    tau_squared,
    case
        when health_alpha is null then null
        when health_alpha_high < 0 then 'more deaths than need predicts'
        when health_alpha_low > 0 then 'fewer deaths than need predicts'
        else 'as need predicts'
    end as band,
    case
        when health_alpha is not null then 'published'
        when not has_mortality then 'no mortality'
        when alpha_reason like 'its catchment%' then 'split'
        when alpha_reason like 'ratio outside%' then 'out of range'
        else 'no need index'
    end as status,
    case
        when health_alpha is not null then alpha_reason
        when not has_mortality and source_of_counts = 'published'
            then 'no SHMI row for the trust serves the year'
        when not has_mortality then 'no spells of the trust are landed for the year'
        else coalesce(alpha_reason, need_status, 'no catchment for the trust')
    end as reason,
    period_start,
    period_end,
    is_carried,
    source_of_counts
from with_interval
