-- method: §4.2. National cost of a point of delivery ÷ the published count that it multiplies.
with schedule as (
    select * from {{ ref('stg_ncc__national_schedule') }}
),

departments as (
    select * from {{ ref('point_of_delivery_departments') }}
),

counts as (
    select * from {{ ref('int_activity__counts') }}
),

pots as (
    select * from {{ ref('int_activity__pot_costs') }}
    where mapping_pot = '05_OP'
),

trust_counts as (
    select * from {{ ref('int_activity__trust_counts') }}
    where point_of_delivery = 'outpatient'
),

scheduled as (
    select
        schedule.financial_year,
        departments.point_of_delivery,
        sum(schedule.total_cost_gbp) as cost_gbp,
        sum(schedule.activity_count) as costed_count
    from schedule
    inner join departments
        on
            schedule.department_code = departments.department_code
            and (
                departments.currency_prefix is null
                or schedule.currency_code like departments.currency_prefix || '%'
            )
    group by schedule.financial_year, departments.point_of_delivery
),

published as (
    select
        financial_year,
        point_of_delivery,
        sum(activity_count) as published_count
    from counts
    group by financial_year, point_of_delivery
),

-- A&E is priced on the cost collection's own activity, inpatients and outpatients on HES counts
from_schedule as (
    select
        scheduled.financial_year,
        scheduled.point_of_delivery,
        scheduled.cost_gbp,
        case scheduled.point_of_delivery
            when 'a_and_e' then scheduled.costed_count
            else published.published_count
        end as priced_count,
        'national schedule' as price_source
    from scheduled
    left join published using (financial_year, point_of_delivery)
),

-- a schedule without outpatient attendances: expected cost of the outpatient pot over the cohort
-- trusts that have both
from_pot as (
    select
        pots.financial_year,
        'outpatient' as point_of_delivery,
        sum(pots.expected_cost_gbp) as cost_gbp,
        sum(trust_counts.activity_count) as priced_count,
        'outpatient pot' as price_source
    from pots
    inner join trust_counts using (trust_code, financial_year)
    group by pots.financial_year
),

candidates as (
    select
        financial_year,
        point_of_delivery,
        cost_gbp,
        priced_count,
        price_source,
        1 as preference
    from from_schedule
    where priced_count > 0
    union all
    select
        financial_year,
        point_of_delivery,
        cost_gbp,
        priced_count,
        price_source,
        2 as preference
    from from_pot
    where priced_count > 0
),

prices as (
    select
        financial_year,
        point_of_delivery,
        cost_gbp,
        priced_count,
        price_source,
        cost_gbp / nullif(priced_count, 0) as unit_price_gbp
    from candidates
    qualify row_number() over (
        partition by financial_year, point_of_delivery order by preference
    ) = 1
)

select * from prices
