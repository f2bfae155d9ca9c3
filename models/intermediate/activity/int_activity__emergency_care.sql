-- method: §4.1, §5.3. A&E attendances of all types, and those over 4 hours of the months whose
-- waits are reported, by reporting provider and year, over years of which all twelve months are
-- landed. A month without waits leaves both sides of the ratio.
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

{% set types = ['type_1', 'type_2', 'other'] -%}
attendances as (
    select
        monthly.trust_code as reported_code,
        financial_year,
        monthly.month_starts_on,
        {%- for kind in ['attendances', 'over_4_hours'] %}
            {%- for type in types %}
                coalesce(monthly.{{ kind }}_{{ type }}_count, 0e0)
                + case
                    when years.months_with_booked = 12
                        then coalesce(monthly.{{ kind }}_booked_{{ type }}_count, 0e0)
                    else 0e0
                end
                {{- ' +' if not loop.last }}
            {%- endfor %} as {{ kind }}_count,
        {%- endfor %}
        coalesce(
            {%- for type in types %}
                monthly.attendances_{{ type }}_count{{ ',' if not loop.last }}
            {%- endfor %}
        ) is not null as has_attendances,
        -- a count of waits that is not there, or is nought where it cannot be, is no wait of nobody
        {%- for type in types %}
            (
                coalesce(monthly.attendances_{{ type }}_count, 0e0) = 0e0
                or monthly.over_4_hours_{{ type }}_count is not null
            )
            and
        {%- endfor %}
        not (
            coalesce(monthly.attendances_type_1_count, 0e0)
            >= {{ threshold('fewest type 1 attendances that are never all within 4 hours') }}
            and monthly.over_4_hours_type_1_count = 0e0
        ) as has_waits
    from monthly
    inner join years using (financial_year)
    where years.months = 12
)

select
    reported_code,
    financial_year,
    sum(attendances_count) as attendances_count,
    {{ months_found('case when has_attendances then month_starts_on end') }} as months_found,
    sum(case when has_waits then attendances_count end) as waits_attendances_count,
    sum(case when has_waits then over_4_hours_count end) as over_4_hours_count,
    {{ months_found('case when has_attendances and has_waits then month_starts_on end') }}
        as waits_months_found
from attendances
group by reported_code, financial_year
