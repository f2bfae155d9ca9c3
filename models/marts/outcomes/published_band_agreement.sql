-- method: §9.2, §10. Do our bands agree with the published ones on whatever is landed? Each figure
-- is banded for the code it was published for. SHMI's limits are over-dispersed, those of
-- readmissions plain Poisson ones.
with cohort_codes as (
    select
        reported_code as trust_code,
        financial_year
    from {{ ref('int_trusts__cohort_codes') }}
),

deaths as (
    select
        trust_code,
        periods.financial_year,
        'mortality' as measure_id,
        deaths.observed_deaths as observed,
        deaths.expected_deaths as expected,
        deaths.published_band
    from {{ ref('int_quality__deaths') }} as deaths
    inner join {{ ref('int_quality__periods') }} as periods using (period_start, period_end)
    inner join cohort_codes using (trust_code, financial_year)
    where deaths.observed_deaths > 0 and deaths.expected_deaths > 0
),

dispersion as (
    {{ overdispersion_shmi('deaths', 'ln(observed / expected)', 'expected', ['financial_year']) }}
),

-- published as A (above) or B (below) with the level, W where as expected
readmissions as (
    select
        trust_code,
        financial_year,
        'readmissions' as measure_id,
        readmissions.readmissions_count as observed,
        readmissions.expected_readmissions as expected,
        case substr(readmissions.published_band, 1, 1)
            when 'A' then 1
            when 'W' then 2
            when 'B' then 3
        end as published_band
    from {{ ref('stg_readmissions__provider') }} as readmissions
    inner join cohort_codes using (trust_code, financial_year)
    where
        readmissions.age_breakdown = 'All'
        and readmissions.sex_breakdown = 'Persons'
        and readmissions.diagnosis_breakdown = 'All'
        and readmissions.value_status = 'published'
        and readmissions.expected_readmissions > 0
),

limited as (
    select
        financial_year,
        deaths.measure_id,
        'over-dispersed' as limits_used,
        deaths.published_band,
        deaths.observed / deaths.expected as ratio,
        {{ overdispersed_limit('deaths.measure_id', 'deaths.expected', '95', '-') }} as lower_95,
        {{ overdispersed_limit('deaths.measure_id', 'deaths.expected', '95', '+') }} as upper_95
    from deaths
    inner join dispersion using (financial_year)
    union all
    select
        financial_year,
        measure_id,
        'plain' as limits_used,
        published_band,
        observed / expected as ratio,
        {{ poisson_lower('expected', '95') }} / expected as lower_95,
        {{ poisson_upper('expected', '95') }} / expected as upper_95
    from readmissions
),

compared as (
    select
        financial_year,
        measure_id,
        limits_used,
        published_band = case
            when ratio > upper_95 then 1
            when ratio < lower_95 then 3
            else 2
        end as is_same
    from limited
    where published_band is not null
)

select
    financial_year,
    measure_id,
    limits_used,
    count(*) as trusts,
    count(case when is_same then 1 end) as trusts_agreeing,
    count(case when is_same then 1 end) / cast(count(*) as double) as agreeing_share
from compared
group by financial_year, measure_id, limits_used
