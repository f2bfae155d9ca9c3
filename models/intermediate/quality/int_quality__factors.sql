-- method: §5.4. Quality factor of each measure: better is higher, and the cohort's mean weighted by
-- casemix-weighted activity is 1.
with measures as (
    select * from {{ ref('int_quality__measures') }}
),

activity as (
    select * from {{ ref('int_activity__totals') }}
    where activity_basis = 'casemix_weighted'
),

forms as (
    select * from {{ ref('measures') }}
    where factor_form is not null
),

-- deaths, readmissions and infections enter as expected ÷ observed
better_is_higher as (
    select
        measures.trust_code,
        measures.financial_year,
        measure_id,
        activity.weighted_activity,
        case
            when forms.factor_form = 'inverse'
                then 1e0 / nullif(measures.value, 0)
            else measures.value
        end as quality
    from measures
    inner join forms using (measure_id)
    inner join activity using (trust_code, financial_year)
),

scaled as (
    select
        trust_code,
        financial_year,
        measure_id,
        quality,
        sum(quality * weighted_activity) over (
            partition by financial_year, measure_id
        ) / nullif(
            sum(case when quality is not null then weighted_activity end) over (
                partition by financial_year, measure_id
            ),
            0
        ) as cohort_mean_quality
    from better_is_higher
),

factors as (
    select
        trust_code,
        financial_year,
        measure_id,
        cohort_mean_quality,
        quality / nullif(cohort_mean_quality, 0) as quality_factor
    from scaled
    where quality is not null
)

select * from factors
