-- method: §5.1 to §5.3, §5.6. Numerators, denominators and expected counts of the quality measures,
-- added over predecessors before any ratio is taken. Deaths and readmissions are those of landed
-- spells where these cover enough trusts of the year.
with deaths as (
    select * from {{ ref('int_quality__deaths') }}
),

periods as (
    select * from {{ ref('int_quality__periods') }}
),

readmissions as (
    select * from {{ ref('stg_readmissions__provider') }}
    where age_breakdown = 'All' and sex_breakdown = 'Persons' and diagnosis_breakdown = 'All'
),

waits as (
    select * from {{ ref('int_quality__waits') }}
),

emergency_care as (
    select * from {{ ref('int_activity__emergency_care') }}
),

framework as (
    select * from {{ ref('int_quality__framework') }}
    where measure_id is not null and value is not null
),

spells as (
    select * from {{ ref('int_spells__ratios') }}
    where ratio is not null
),

taken_from_spells as (
    select * from {{ ref('int_spells__routes') }}
    where is_taken
),

cohort_codes as (
    select * from {{ ref('int_trusts__cohort_codes') }}
),

mortality as (
    select
        'mortality' as measure_id,
        deaths.trust_code,
        periods.financial_year,
        deaths.period_start,
        deaths.period_end,
        periods.is_carried,
        deaths.observed_deaths as numerator,
        deaths.spells_count as denominator,
        deaths.expected_deaths as expected,
        {{ all_months() }} as months_found
    from deaths
    inner join periods using (period_start, period_end)
),

readmitted as (
    select
        'readmissions' as measure_id,
        trust_code,
        financial_year,
        period_start,
        period_end,
        false as is_carried,
        readmissions_count as numerator,
        discharges_count as denominator,
        expected_readmissions as expected,
        {{ all_months() }} as months_found
    from readmissions
    where value_status = 'published'
),

whole_wait_years as (
    select financial_year
    from waits
    group by financial_year
    having count(distinct month_starts_on) = 12
),

within_18_weeks as (
    select
        'rtt_18_weeks' as measure_id,
        waits.trust_code,
        waits.financial_year,
        {{ financial_year_starts_on('waits.financial_year') }} as period_start,
        {{ financial_year_ends_on('waits.financial_year') }} as period_end,
        false as is_carried,
        sum(waits.within_18_weeks_count) as numerator,
        sum(waits.pathways_count) as denominator,
        cast(null as double) as expected,
        {{ months_found('waits.month_starts_on') }} as months_found
    from waits
    inner join whole_wait_years on waits.financial_year = whole_wait_years.financial_year
    -- a month without one of the two leaves both sides of the ratio
    where waits.pathways_count is not null and waits.within_18_weeks_count is not null
    group by waits.trust_code, waits.financial_year
),

within_4_hours as (
    select
        'ae_4_hours' as measure_id,
        reported_code as trust_code,
        financial_year,
        {{ financial_year_starts_on('financial_year') }} as period_start,
        {{ financial_year_ends_on('financial_year') }} as period_end,
        false as is_carried,
        waits_attendances_count - over_4_hours_count as numerator,
        waits_attendances_count as denominator,
        cast(null as double) as expected,
        waits_months_found as months_found
    from emergency_care
    where waits_attendances_count > 0
),

reported as (
    select * from mortality
    union all
    select * from readmitted
    union all
    select * from within_18_weeks
    union all
    select * from within_4_hours
),

by_trust as (
    select
        cohort_codes.trust_code,
        cohort_codes.financial_year,
        reported.measure_id,
        min(reported.period_start) as period_start,
        max(reported.period_end) as period_end,
        bool_or(reported.is_carried) as is_carried,
        sum(reported.numerator) as numerator,
        sum(reported.denominator) as denominator,
        sum(reported.expected) as expected,
        cast(bit_count(bit_or(reported.months_found)) as bigint) as months_reported
    from reported
    inner join cohort_codes
        on
            reported.trust_code = cohort_codes.reported_code
            and reported.financial_year = cohort_codes.financial_year
    group by
        cohort_codes.trust_code, cohort_codes.financial_year, reported.measure_id
),

-- standardised measures are a ratio to the expected count, the others a share
with_value as (
    select
        trust_code,
        financial_year,
        measure_id,
        period_start,
        period_end,
        is_carried,
        numerator,
        denominator,
        expected,
        months_reported,
        case
            when measure_id in ('mortality', 'readmissions') then numerator / nullif(expected, 0)
            else numerator / nullif(denominator, 0)
        end as value
    from by_trust
),

-- a measure of a year comes from one source, so that its trusts are held against the same
from_one_source as (
    select
        with_value.trust_code,
        financial_year,
        measure_id,
        with_value.period_start,
        with_value.period_end,
        with_value.is_carried,
        with_value.numerator,
        with_value.denominator,
        with_value.expected,
        with_value.months_reported,
        with_value.value,
        'published' as source_of_counts
    from with_value
    left join taken_from_spells using (financial_year, measure_id)
    where taken_from_spells.measure_id is null and with_value.numerator is not null
    union all
    select
        spells.trust_code,
        spells.financial_year,
        spells.measure_id,
        {{ financial_year_starts_on('spells.financial_year') }} as period_start,
        {{ financial_year_ends_on('spells.financial_year') }} as period_end,
        false as is_carried,
        spells.observed as numerator,
        spells.counted_spells as denominator,
        spells.expected,
        spells.months_landed as months_reported,
        spells.ratio as value,
        'admitted spells' as source_of_counts
    from spells
    inner join taken_from_spells using (financial_year, measure_id)
    union all
    select
        trust_code,
        financial_year,
        measure_id,
        period_start,
        period_end,
        is_carried,
        numerator,
        denominator,
        cast(null as double) as expected,
        cast(12 as bigint) as months_reported,
        value,
        'oversight framework' as source_of_counts
    from framework
)

select * from from_one_source
