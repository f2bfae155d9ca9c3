-- method: §4.1, §5.3. A&E attendances of all types and those over 4 hours, by reporting provider and
-- year, over years of which all twelve months are landed.
with monthly as (
    select * from {{ ref('stg_ae__monthly') }}
    where month_starts_on is not null
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

{% set kinds = ['type_1', 'type_2', 'other'] -%}
attendances as (
    select
        monthly.trust_code as reported_code,
        monthly.financial_year,
        {%- for kind in kinds %}
        coalesce(monthly.attendances_{{ kind }}_count, 0e0){{ ' +' if not loop.last else ' as attendances_count,' }}
        {%- endfor %}
        {%- for kind in kinds %}
        coalesce(monthly.over_4_hours_{{ kind }}_count, 0e0){{ ' +' if not loop.last else ' as over_4_hours_count,' }}
        {%- endfor %}
        case when years.months_with_booked = 12 then
            {%- for kind in kinds %}
            coalesce(monthly.attendances_booked_{{ kind }}_count, 0e0){{ ' +' if not loop.last }}
            {%- endfor %}
        else 0e0 end as booked_attendances_count,
        case when years.months_with_booked = 12 then
            {%- for kind in kinds %}
            coalesce(monthly.over_4_hours_booked_{{ kind }}_count, 0e0){{ ' +' if not loop.last }}
            {%- endfor %}
        else 0e0 end as booked_over_4_hours_count
    from monthly
    inner join years on monthly.financial_year = years.financial_year
    where years.months = 12
),

by_year as (
    select
        reported_code,
        financial_year,
        sum(attendances_count + booked_attendances_count) as attendances_count,
        sum(over_4_hours_count + booked_over_4_hours_count) as over_4_hours_count
    from attendances
    group by reported_code, financial_year
)

select * from by_year
