-- method: §4.1, §4.2. Published counts by point of delivery and reporting provider, whoever it
-- is: the sum over all of them is what a national cost is divided by. The annual files count; the
-- monthly return fills the years and providers that they lack.
{#- months of the monthly return that have a figure, by what is counted #}
{%- set month_columns = {
    'non_elective_months': 'monthly_return.non_elective_count',
    'elective_months': 'monthly_return.elective_count',
    'admission_months': 'monthly_return.elective_count, monthly_return.non_elective_count',
    'outpatient_months':
        'monthly_return.first_attendances_count, monthly_return.subsequent_attendances_count',
} %}
with admitted_care as (
    select
        trust_code,
        financial_year,
        case
            when measure in ('FAE_EMERGENCY_SUM', 'FAE_OTHER_SUM') then 'non_elective'
            when measure in ('FAE_WAITLIST_SUM', 'FAE_PLANNED_SUM') then 'elective'
            when measure = 'FAE_SUM' then 'admission'
        end as point_of_delivery,
        value as activity_count,
        {{ all_months() }} as months_found
    from {{ ref('stg_hes_apc__provider_measures') }}
    where org_level = 'PROVIDER' and measure like 'FAE%'
),

outpatients as (
    select
        trust_code,
        financial_year,
        'outpatient' as point_of_delivery,
        attended_count as activity_count,
        {{ all_months() }} as months_found
    from {{ ref('stg_hes_op__provider_appointments') }}
),

emergency_care as (
    select
        reported_code as trust_code,
        financial_year,
        'a_and_e' as point_of_delivery,
        attendances_count as activity_count,
        months_found
    from {{ ref('int_activity__emergency_care') }}
),

monthly_return as (
    select * from {{ ref('stg_hes_mar__monthly') }}
    where org_level = 'Provider'
),

-- a year of the monthly return counts once all of its months are landed
whole_years as (
    select financial_year
    from monthly_return
    group by financial_year
    having count(distinct month_starts_on) = 12
),

monthly_by_year as (
    select
        monthly_return.trust_code,
        monthly_return.financial_year,
        sum(monthly_return.non_elective_count) as non_elective_count,
        sum(monthly_return.elective_count) as elective_count,
        sum(monthly_return.first_attendances_count) as first_attendances_count,
        sum(monthly_return.subsequent_attendances_count) as subsequent_attendances_count,
    {%- for months, columns in month_columns.items() %}
        {{ months_found(
            'case when coalesce(' ~ columns ~ ') is not null then month_starts_on end'
        ) }} as {{ months }}{{ ',' if not loop.last }}
    {%- endfor %}
    from monthly_return
    inner join whole_years on monthly_return.financial_year = whole_years.financial_year
    group by monthly_return.trust_code, monthly_return.financial_year
),

all_counts as (
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count,
        months_found,
        'hes_apc' as activity_source
    from admitted_care
    union all
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count,
        months_found,
        'hes_op' as activity_source
    from outpatients
    union all
    select
        trust_code,
        financial_year,
        point_of_delivery,
        activity_count,
        months_found,
        'ae' as activity_source
    from emergency_care
    union all
    select
        trust_code,
        financial_year,
        'non_elective' as point_of_delivery,
        non_elective_count as activity_count,
        non_elective_months as months_found,
        'hes_mar' as activity_source
    from monthly_by_year
    union all
    select
        trust_code,
        financial_year,
        'elective' as point_of_delivery,
        elective_count as activity_count,
        elective_months as months_found,
        'hes_mar' as activity_source
    from monthly_by_year
    union all
    select
        trust_code,
        financial_year,
        'admission' as point_of_delivery,
        coalesce(elective_count, 0e0) + coalesce(non_elective_count, 0e0) as activity_count,
        admission_months as months_found,
        'hes_mar' as activity_source
    from monthly_by_year
    where coalesce(elective_count, non_elective_count) is not null
    union all
    select
        trust_code,
        financial_year,
        'outpatient' as point_of_delivery,
        coalesce(first_attendances_count, 0e0)
        + coalesce(subsequent_attendances_count, 0e0) as activity_count,
        outpatient_months as months_found,
        'hes_mar' as activity_source
    from monthly_by_year
    where coalesce(first_attendances_count, subsequent_attendances_count) is not null
),

by_source as (
    select
        trust_code as reported_code,
        financial_year,
        point_of_delivery,
        activity_source,
        sum(activity_count) as activity_count,
        bit_or(months_found) as months_found
    from all_counts
    group by trust_code, financial_year, point_of_delivery, activity_source
),

-- one source a provider, year and point of delivery: the annual file, where it has a figure
by_provider as (
    select
        reported_code,
        financial_year,
        point_of_delivery,
        activity_source,
        activity_count,
        months_found
    from by_source
    qualify row_number() over (
        partition by reported_code, financial_year, point_of_delivery
        order by
            case when activity_count is null then 1 else 0 end,
            case when activity_source = 'hes_mar' then 1 else 0 end
    ) = 1
)

select * from by_provider
