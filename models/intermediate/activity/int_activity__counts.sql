-- method: §4.1, §4.2. Published counts by point of delivery and reporting provider, whoever it
-- is: the sum over all of them is what a national cost is divided by.
with admitted_care as (
    select
        trust_code,
        financial_year,
        case
            when measure in ('FAE_EMERGENCY_SUM', 'FAE_OTHER_SUM') then 'non_elective'
            when measure in ('FAE_WAITLIST_SUM', 'FAE_PLANNED_SUM') then 'elective'
            when measure = 'FAE_SUM' then 'admission'
        end as point_of_delivery,
        value as activity_count
    from {{ ref('stg_hes_apc__provider_measures') }}
    where org_level = 'PROVIDER' and measure like 'FAE%'
),

outpatients as (
    select
        trust_code,
        financial_year,
        'outpatient' as point_of_delivery,
        attended_count as activity_count
    from {{ ref('stg_hes_op__provider_appointments') }}
),

emergency_care as (
    select
        reported_code as trust_code,
        financial_year,
        'a_and_e' as point_of_delivery,
        attendances_count as activity_count
    from {{ ref('int_activity__emergency_care') }}
),

all_counts as (
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count
    from admitted_care
    union all
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count
    from outpatients
    union all
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count
    from emergency_care
),

by_provider as (
    select
        trust_code as reported_code,
        financial_year,
        point_of_delivery,
        sum(activity_count) as activity_count
    from all_counts
    group by trust_code, financial_year, point_of_delivery
)

select * from by_provider
