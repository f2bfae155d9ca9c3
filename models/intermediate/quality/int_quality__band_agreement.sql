-- method: §9.2, §10. Do our bands agree with the published ones on whatever is landed? SHMI's are
-- over-dispersed limits, those of readmissions plain Poisson ones.
with funnels as (
    select * from {{ ref('int_quality__funnels') }}
    where trust_basis = 'as_reported' and source_of_counts = 'published'
),

mortality_bands as (
    select
        trust_code,
        period_start,
        published_band
    from {{ ref('int_quality__deaths') }}
),

-- published as A (above) or B (below) with the level, W where as expected
readmission_bands as (
    select
        trust_code,
        period_start,
        case substr(published_band, 1, 1)
            when 'A' then 1
            when 'W' then 2
            when 'B' then 3
        end as published_band
    from {{ ref('stg_readmissions__provider') }}
    where age_breakdown = 'All' and sex_breakdown = 'Persons' and diagnosis_breakdown = 'All'
),

compared as (
    select
        funnels.financial_year,
        funnels.measure_id,
        'over-dispersed' as limits_used,
        funnels.band_overdispersed = mortality_bands.published_band as is_same
    from funnels
    inner join mortality_bands
        on
            funnels.trust_code = mortality_bands.trust_code
            and funnels.period_start = mortality_bands.period_start
    where funnels.measure_id = 'mortality' and mortality_bands.published_band is not null
    union all
    select
        funnels.financial_year,
        funnels.measure_id,
        'plain' as limits_used,
        funnels.band_plain = readmission_bands.published_band as is_same
    from funnels
    inner join readmission_bands
        on
            funnels.trust_code = readmission_bands.trust_code
            and funnels.period_start = readmission_bands.period_start
    where funnels.measure_id = 'readmissions' and readmission_bands.published_band is not null
),

agreement as (
    select
        financial_year,
        measure_id,
        limits_used,
        count(*) as trusts,
        count(case when is_same then 1 end) as trusts_agreeing,
        count(case when is_same then 1 end) / cast(count(*) as double) as agreeing_share
    from compared
    group by financial_year, measure_id, limits_used
)

select * from agreement
