-- method: §2. One row a return, trust and year that is expected (cohort × returns of trusts) or
-- landed, with what is landed there.
with landed_rows as (
    select * from {{ ref('int_returns__rows') }}
),

returns as (
    select * from {{ ref('returns') }}
),

years as (
    select * from {{ ref('int_returns__years') }}
),

periods as (
    select * from {{ ref('int_quality__periods') }}
),

codes as (
    select * from {{ ref('int_trusts__reported_codes_with_spend') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

-- a period that serves no year is still answered for: its rows stand in the year it starts
-- nearest to
idle_periods as (
    select
        landed_rows.period_start,
        years.financial_year
    from landed_rows
    cross join years
    left join periods on landed_rows.period_start = periods.period_start
    where landed_rows.period_start is not null and periods.period_start is null
    qualify row_number() over (
        partition by landed_rows.period_start
        order by
            abs({{ months_between('years.starts_on', 'landed_rows.period_start') }}),
            years.financial_year
    ) = 1
),

-- a return with a year of its own serves that year; a snapshot, every year; a period, the years it
-- starts within twelve months of
serving as (
    select
        landed_rows.return_name,
        landed_rows.reported_code,
        years.financial_year,
        idle_periods.period_start is null as is_serving,
        idle_periods.period_start is null
        and returns.kind != 'yearly'
        and coalesce(periods.is_carried, true) as is_carried,
        returns.kind = 'yearly' as is_yearly,
        returns.kind != 'yearly' or landed_rows.financial_year is not null as is_of_the_year,
        landed_rows.rows_landed,
        landed_rows.rows_suppressed,
        landed_rows.months_found
    from landed_rows
    inner join returns on landed_rows.return_name = returns.return_name
    inner join years
        on
            landed_rows.financial_year = years.financial_year
            or (returns.kind != 'yearly' or landed_rows.financial_year is null)
    left join periods
        on
            years.financial_year = periods.financial_year
            and landed_rows.period_start = periods.period_start
    left join idle_periods
        on
            years.financial_year = idle_periods.financial_year
            and landed_rows.period_start = idle_periods.period_start
    where
        landed_rows.period_start is null
        or periods.period_start is not null
        or idle_periods.period_start is not null
),

by_trust as (
    select
        serving.return_name,
        serving.reported_code,
        serving.financial_year,
        serving.is_carried,
        serving.rows_landed,
        serving.months_found,
        case when serving.is_serving then serving.rows_landed else 0 end as rows_serving,
        case when serving.is_serving then serving.rows_suppressed else 0 end as rows_suppressed,
        coalesce(codes.is_partial_year and serving.is_yearly, false) as is_partial_year,
        coalesce(codes.code_status, 'own') as code_status,
        codes.reported_code is null and {{ matches('serving.reported_code', '^[RT][A-Z0-9]{2}$') }}
            as is_unknown_code,
        -- rows that belong to no trust stay under the code that reported them
        case
            when codes.is_partial_year and serving.is_yearly then serving.reported_code
            when codes.trust_code is null then serving.reported_code
            else codes.trust_code
        end as trust_code
    from serving
    left join codes
        on
            serving.reported_code = codes.reported_code
            and serving.financial_year = codes.financial_year
),

landed_cells as (
    select
        return_name,
        trust_code,
        financial_year,
        bool_or(is_carried) as is_carried,
        bool_or(is_partial_year) as is_before_succession,
        bool_or(is_unknown_code) as is_unknown_code,
        bool_or(code_status = 'split') as is_split,
        cast(sum(rows_landed) as bigint) as rows_landed,
        cast(sum(rows_serving) as bigint) as rows_serving,
        cast(sum(rows_suppressed) as bigint) as rows_suppressed,
        bit_or(months_found) as months_found
    from by_trust
    group by return_name, trust_code, financial_year
),

-- the labels and national rows of a yearly return stand in every year: they make none a landed one
return_years as (
    select distinct
        return_name,
        financial_year,
        true as has_landed_year
    from serving
    where is_serving and is_of_the_year
),

expected_cells as (
    select
        returns.return_name,
        cohort.trust_code,
        cohort.financial_year,
        true as is_expected
    from cohort
    inner join years on cohort.financial_year = years.financial_year
    cross join returns
    where returns.is_of_trusts
)

select
    return_name,
    trust_code,
    financial_year,
    coalesce(expected_cells.is_expected, false) as is_expected,
    coalesce(return_years.has_landed_year, false) as has_landed_year,
    coalesce(landed_cells.is_unknown_code, false) as is_unknown_code,
    landed_cells.months_found,
    coalesce(landed_cells.rows_landed, 0) as rows_landed,
    coalesce(landed_cells.rows_serving, 0) as rows_serving,
    coalesce(landed_cells.rows_suppressed, 0) as rows_suppressed,
    coalesce(landed_cells.is_carried, false) as is_carried,
    coalesce(landed_cells.is_before_succession, false) as is_before_succession,
    coalesce(landed_cells.is_split, false) as is_split
from expected_cells
full outer join landed_cells using (return_name, trust_code, financial_year)
left join return_years using (return_name, financial_year)
