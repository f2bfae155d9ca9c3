-- method: §2. What each return holds for each trust and year, and why it holds nothing where it
-- does.
with cells as (
    select * from {{ ref('int_returns__cells') }}
),

returns as (
    select * from {{ ref('returns') }}
),

codes as (
    select * from {{ ref('int_trusts__reported_codes_with_spend') }}
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

judged as (
    select
        cells.return_name,
        cells.trust_code,
        cells.financial_year,
        cells.is_expected,
        cells.rows_landed,
        cells.rows_suppressed,
        bit_count(cells.months_found) as months,
        bit_count(emergency_waits.waits_months_found) as months_with_waits,
        cells.is_before_succession,
        cells.is_unknown_code,
        cells.has_landed_year,
        case
            when cells.is_split then 'split'
            when cells.is_before_succession then 'partial year'
            when not cells.is_expected then 'not expected'
            when cells.rows_serving = 0 then 'missing'
            when cells.rows_suppressed = cells.rows_serving then 'suppressed'
            when cells.is_carried then 'carried'
            when
                cells.months_found != {{ all_months() }}
                or emergency_waits.waits_months_found != {{ all_months() }}
                then 'partial year'
            else 'landed'
        end as status
    from cells
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
                        when judged.trust_code = 'ENG'
                            then 'national or area figures, of no trust'
                        when judged.is_unknown_code
                            then
                                'looks like the code of a trust, and the landed ODS files know none'
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
