-- method: §4.1, §5.3. A&E attendances of all types and those over 4 hours, by reporting provider
-- and year, over years of which all twelve months are landed.
with monthly as (
    select * from {{ ref('stg_ae__monthly') }}
    where trust_code != 'TOTAL'
),

-- booked appointments are counted only where every month of the year publishes them: a year that
-- mixes months with and without them would show a change that is none
years as (
    select
        financial_year,
        count(distinct month_starts_on) as months,
        count(
            distinct case when attendances_booked_type_1_count is not null then month_starts_on end
        ) as months_with_booked
    from monthly
    group by financial_year
),

attendances as (
    select
        monthly.trust_code as reported_code,
        monthly.financial_year,
        years.months_with_booked = 12 as has_booked,
        coalesce(monthly.attendances_type_1_count, 0e0)
        + coalesce(monthly.attendances_type_2_count, 0e0)
        + coalesce(monthly.attendances_other_count, 0e0) as attendances_count,
        coalesce(monthly.over_4_hours_type_1_count, 0e0)
        + coalesce(monthly.over_4_hours_type_2_count, 0e0)
        + coalesce(monthly.over_4_hours_other_count, 0e0) as over_4_hours_count,
        coalesce(monthly.attendances_booked_type_1_count, 0e0)
        + coalesce(monthly.attendances_booked_type_2_count, 0e0)
        + coalesce(monthly.attendances_booked_other_count, 0e0) as booked_attendances_count,
        coalesce(monthly.over_4_hours_booked_type_1_count, 0e0)
        + coalesce(monthly.over_4_hours_booked_type_2_count, 0e0)
        + coalesce(monthly.over_4_hours_booked_other_count, 0e0) as booked_over_4_hours_count
    from monthly
    inner join years on monthly.financial_year = years.financial_year
    where years.months = 12
),

by_year as (
    select
        reported_code,
        financial_year,
        sum(attendances_count)
        + sum(case when has_booked then booked_attendances_count else 0e0 end)
            as attendances_count,
        sum(over_4_hours_count)
        + sum(case when has_booked then booked_over_4_hours_count else 0e0 end)
            as over_4_hours_count
    from attendances
    group by reported_code, financial_year
)

select * from by_year
