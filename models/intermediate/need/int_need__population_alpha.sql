-- method: §7.4, variant population. Expected deaths from the catchment population and the need
-- index alone, scaled to the observed deaths; then shrinkage as in §7.3, without the regressor.
{%- set lowest = threshold('lowest plausible ratio of deaths to population') %}
{%- set highest = threshold('highest plausible ratio of deaths to population') %}
{%- set plausible = lowest ~ ' and ' ~ highest %}
with mortality as (
    select * from {{ ref('int_quality__measures') }}
    where measure_id = 'mortality'
),

need as (
    select * from {{ ref('int_need__index') }}
),

-- the catchment by the smallest areas that a trust has one by
catchments as (
    select
        trust_code,
        catchment_year,
        sum(patients) as catchment_population
    from {{ ref('int_need__catchments') }}
    where catchment_level = area_level
    group by trust_code, catchment_year, catchment_level
    qualify
        row_number() over (
            partition by trust_code
            order by case catchment_level when 'MSOA' then 1 else 2 end
        ) = 1
),

split_successors as (
    select
        successions.successor_code as trust_code,
        max(year(successions.succeeded_on)) as split_in
    from {{ ref('stg_ods__successions') }} as successions
    inner join {{ ref('int_trusts__successions') }} as followed using (predecessor_code)
    where followed.is_split
    group by successions.successor_code
),

candidates as (
    select
        mortality.trust_code,
        mortality.financial_year,
        mortality.period_start,
        mortality.period_end,
        mortality.is_carried,
        mortality.numerator as observed_deaths,
        need.need_index,
        need.status as need_status,
        catchments.catchment_population,
        split_successors.trust_code is not null as is_split,
        case
            when split_successors.trust_code is null
                then nullif(catchments.catchment_population * need.need_index, 0)
        end as weighted_population
    from mortality
    left join need using (trust_code, financial_year)
    left join catchments using (trust_code)
    -- successors of a trust that was divided about when their catchment was measured
    left join split_successors
        on
            mortality.trust_code = split_successors.trust_code
            and split_successors.split_in >= catchments.catchment_year - 1
),

expected as (
    select
        *,
        weighted_population
        * sum(case when weighted_population is not null then observed_deaths end)
            over (partition by financial_year)
        / nullif(sum(weighted_population) over (partition by financial_year), 0)
            as expected_deaths
    from candidates
),

-- a ratio outside these bounds says that the catchment is not the trust's, not that its care is
judged as (
    select
        *,
        observed_deaths / nullif(expected_deaths, 0) as mortality_ratio,
        case
            when is_split
                then 'its catchment predates the division of a predecessor'
            when weighted_population is null
                then coalesce(nullif(need_status, 'published'), 'no catchment population')
            when not observed_deaths / nullif(expected_deaths, 0) between {{ plausible }}
                then
                    'ratio outside '
                    || {{ number_text(lowest, 1) }} || ' to ' || {{ number_text(highest, 1) }}
                    || ': the catchment does not describe its patients'
            else 'mortality, population and need index are published'
        end as reason,
        coalesce(
            not is_split and observed_deaths / nullif(expected_deaths, 0) between {{ plausible }},
            false
        ) as is_fitted
    from expected
),

fitted as (
    select
        *,
        ln(mortality_ratio) as log_ratio
    from judged
    where is_fitted
),

{% set by = ['financial_year'] -%}
raw_dispersion as (
    {{ overdispersion_shmi('fitted', 'log_ratio', 'expected_deaths', by) }}
),

centres as (
    select
        fitted.financial_year,
        max(raw_dispersion.tau_squared) as raw_tau_squared,
        sum(fitted.log_ratio / (raw_dispersion.tau_squared + 1e0 / fitted.expected_deaths))
        / nullif(sum(1e0 / (raw_dispersion.tau_squared + 1e0 / fitted.expected_deaths)), 0)
            as intercept
    from fitted
    inner join raw_dispersion using (financial_year)
    group by fitted.financial_year
),

residuals as (
    select
        fitted.trust_code,
        fitted.financial_year,
        fitted.expected_deaths,
        fitted.log_ratio - centres.intercept as residual
    from fitted
    inner join centres using (financial_year)
),

dispersion as (
    {{ overdispersion_shmi('residuals', 'residual', 'expected_deaths', by) }}
),

shrunken as (
    select
        judged.trust_code,
        judged.financial_year,
        judged.period_start,
        judged.period_end,
        judged.is_carried,
        judged.observed_deaths,
        judged.expected_deaths,
        judged.mortality_ratio,
        judged.need_index,
        judged.reason,
        centres.intercept,
        centres.raw_tau_squared,
        dispersion.phi,
        dispersion.tau_squared,
        case when judged.is_fitted then exp(centres.intercept) end as predicted_ratio,
        {{ shrunken_deviation(
            'residuals.residual', 'judged.expected_deaths', 'dispersion.tau_squared'
        ) }} as health_alpha,
        case
            when judged.is_fitted
                then {{ shrunken_error('judged.expected_deaths', 'dispersion.tau_squared') }}
        end as health_alpha_se
    from judged
    inner join centres using (financial_year)
    inner join dispersion using (financial_year)
    left join residuals using (trust_code, financial_year)
)

select * from shrunken
