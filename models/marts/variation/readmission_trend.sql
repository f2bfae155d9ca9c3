-- method: §5.2, §9.3. Spread of readmission ratios by year and age group, over today's trusts: the
-- rows whose expected counts are fixed across years, which alone can show a trend.
with readmissions as (
    select * from {{ ref('stg_readmissions__provider') }}
    where
        standardisation_method = 'Trend'
        and sex_breakdown = 'Persons'
        and diagnosis_breakdown = 'All'
        and value_status = 'published'
        and expected_readmissions > 0
),

cohort_codes as (
    select * from {{ ref('int_trusts__cohort_codes') }}
),

by_trust as (
    select
        cohort_codes.trust_code,
        cohort_codes.financial_year,
        cohort_codes.region_name,
        readmissions.age_breakdown as age_group,
        sum(readmissions.readmissions_count) as observed,
        sum(readmissions.expected_readmissions) as expected
    from readmissions
    inner join cohort_codes
        on
            readmissions.trust_code = cohort_codes.reported_code
            and readmissions.financial_year = cohort_codes.financial_year
    group by
        cohort_codes.trust_code,
        cohort_codes.financial_year,
        cohort_codes.region_name,
        readmissions.age_breakdown
),

grouped as (
    select
        financial_year,
        'England' as group_name,
        age_group,
        observed,
        expected
    from by_trust
    union all
    select
        financial_year,
        region_name as group_name,
        age_group,
        observed,
        expected
    from by_trust
),

-- each year's spread is around its own pooled ratio, so that a rise everywhere is no spread
scored as (
    select
        financial_year,
        group_name,
        age_group,
        observed / nullif(expected, 0) as ratio,
        sum(observed) over (partition by financial_year, group_name, age_group)
        / nullif(
            sum(expected) over (partition by financial_year, group_name, age_group), 0
        ) as pooled_ratio,
        expected
    from grouped
    where observed > 0
),

standardised as (
    select
        financial_year,
        group_name,
        age_group,
        ratio,
        pooled_ratio,
        4e0 * expected * pooled_ratio as precision,
        (sqrt(ratio / nullif(pooled_ratio, 0)) - 1e0) * 2e0 * sqrt(expected * pooled_ratio) as z
    from scored
),

{% set by = ['financial_year', 'group_name', 'age_group'] -%}
dispersion as (
    {{ overdispersion_spiegelhalter('standardised', 'z', 'precision', by) }}
),

spread as (
    select
        financial_year,
        group_name,
        age_group,
        count(*) as trusts,
        max(pooled_ratio) as pooled_ratio,
        percentile_cont(0.1) within group (order by ratio) as p10,
        percentile_cont(0.5) within group (order by ratio) as median,
        percentile_cont(0.9) within group (order by ratio) as p90,
        percentile_cont(0.75) within group (order by ratio)
        - percentile_cont(0.25) within group (order by ratio) as iqr
    from standardised
    group by financial_year, group_name, age_group
)

select
    financial_year,
    group_name,
    age_group,
    spread.trusts,
    spread.pooled_ratio,
    spread.p10,
    spread.median,
    spread.p90,
    spread.iqr,
    spread.iqr / nullif(spread.pooled_ratio, 0) as relative_iqr,
    dispersion.tau_squared
from spread
inner join dispersion using (financial_year, group_name, age_group)
