-- method: §2. What each return holds for each trust and year, and why it holds nothing where it
-- does.
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

-- months of which A&E attendances are reported and waits are not
emergency_waits as (
    select
        codes.trust_code,
        financial_year,
        'ae' as return_name,
        bit_or(waits.waits_months_found) as waits_months_found
    from {{ ref('int_activity__emergency_care') }} as waits
    inner join codes using (reported_code, financial_year)
    group by codes.trust_code, financial_year
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
        bool_or(is_partial_year) as is_partial_year,
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
        financial_year
    from serving
    where is_serving and is_of_the_year
),

expected_cells as (
    select
        returns.return_name,
        cohort.trust_code,
        cohort.financial_year
    from cohort
    inner join years on cohort.financial_year = years.financial_year
    cross join returns
    where returns.is_of_trusts
),

every_cell as (
    select
        coalesce(expected_cells.return_name, landed_cells.return_name) as return_name,
        coalesce(expected_cells.trust_code, landed_cells.trust_code) as trust_code,
        coalesce(expected_cells.financial_year, landed_cells.financial_year) as financial_year,
        expected_cells.trust_code is not null as is_expected,
        landed_cells.months_found,
        coalesce(landed_cells.rows_landed, 0) as rows_landed,
        coalesce(landed_cells.rows_serving, 0) as rows_serving,
        coalesce(landed_cells.rows_suppressed, 0) as rows_suppressed,
        coalesce(landed_cells.is_carried, false) as is_carried,
        coalesce(landed_cells.is_partial_year, false) as is_partial_year,
        coalesce(landed_cells.is_split, false) as is_split
    from expected_cells
    full outer join landed_cells
        on
            expected_cells.return_name = landed_cells.return_name
            and expected_cells.trust_code = landed_cells.trust_code
            and expected_cells.financial_year = landed_cells.financial_year
),

judged as (
    select
        every_cell.return_name,
        every_cell.trust_code,
        every_cell.financial_year,
        every_cell.is_expected,
        every_cell.rows_landed,
        every_cell.rows_suppressed,
        bit_count(every_cell.months_found) as months,
        bit_count(emergency_waits.waits_months_found) as months_with_waits,
        every_cell.is_partial_year as is_before_succession,
        return_years.return_name is not null as has_landed_year,
        case
            when every_cell.is_split then 'split'
            when every_cell.is_partial_year then 'partial year'
            when not every_cell.is_expected then 'not expected'
            when every_cell.rows_serving = 0 then 'missing'
            when every_cell.rows_suppressed = every_cell.rows_serving then 'suppressed'
            when every_cell.is_carried then 'carried'
            when
                every_cell.months_found != {{ all_months() }}
                or emergency_waits.waits_months_found != {{ all_months() }}
                then 'partial year'
            else 'landed'
        end as status
    from every_cell
    left join return_years using (return_name, financial_year)
    left join emergency_waits using (return_name, trust_code, financial_year)
),

explained as (
    select
        judged.return_name,
        returns.return_title,
        returns.layout_checked,
        judged.trust_code,
        judged.financial_year,
        judged.is_expected,
        judged.status,
        judged.rows_landed,
        judged.rows_suppressed,
        case judged.status
            when 'split'
                then 'divided among several successors: its figures belong to none of them'
            when 'partial year'
                then
                    case
                        when judged.is_before_succession
                            then
                                'months before its succession, without accounts or costs of their '
                                || 'own: kept out of activity, staff and beds, inside the ratios '
                                || 'of its successor'
                        when judged.months < 12
                            then
                                'reported for ' || cast(judged.months as string)
                                || ' months of 12: no count for the year, ratios and means over '
                                || 'the months there'
                        else
                            'attendances of 12 months, waits of '
                            || cast(judged.months_with_waits as string)
                            || ': the other months are in neither side of the ratio'
                    end
            when 'missing'
                then
                    case
                        when judged.has_landed_year
                            then 'the landed return has no row for this trust'
                        else 'no file of this return is landed for the year'
                    end
            when 'not expected'
                then
                    case
                        when judged.trust_code = 'ENG' then 'national or area figures, of no trust'
                        else 'outside the cohort'
                    end
            when 'suppressed' then 'every figure is suppressed by the publisher'
            when 'carried' then 'a snapshot or another period serves this year'
            else 'landed for this year'
        end as reason
    from judged
    inner join returns on judged.return_name = returns.return_name
)

select * from explained
