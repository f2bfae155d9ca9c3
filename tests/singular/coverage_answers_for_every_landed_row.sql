-- Method §10: every landed row is in a mart or in the coverage mart. Without this rows can leave
-- unseen: a code that no basis knows, or a mortality period that serves no year. A row with a year
-- of its own stands once, a snapshot's in every year, a period's in the years it serves, or else
-- in one.
with years as (
    select count(*) as years from {{ ref('int_returns__years') }}
),

periods as (
    select
        period_start,
        count(*) as years_served
    from {{ ref('int_quality__periods') }}
    group by period_start
),

expected as (
    select
        landed.return_name,
        sum(
            landed.rows_landed
            * case
                when landed.financial_year is not null then 1
                when landed.period_start is not null then coalesce(periods.years_served, 1)
                else years.years
            end
        ) as rows_expected
    from {{ ref('int_returns__rows') }} as landed
    cross join years
    left join periods on landed.period_start = periods.period_start
    group by landed.return_name
),

answered as (
    select
        return_name,
        sum(rows_landed) as rows_answered
    from {{ ref('int_returns__coverage') }}
    group by return_name
)

select
    expected.return_name,
    expected.rows_expected,
    answered.rows_answered
from expected
left join answered on expected.return_name = answered.return_name
where answered.rows_answered is null or answered.rows_answered <> expected.rows_expected
