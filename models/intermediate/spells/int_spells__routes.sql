-- method: §5, "From spells". Whether the method takes mortality or readmissions of a year from
-- landed spells: these cover enough of its trusts, and enough of what is expected of a trust is the
-- doing of others, so that ratios are not drawn to 1.
with expected as (
    select * from {{ ref('int_spells__expected') }}
    where not is_small and expected > 0
),

codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
    where trust_code is not null
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

landed as (
    select
        codes.trust_code,
        expected.financial_year,
        expected.measure_id,
        bit_or(expected.months_found) as months_found
    from expected
    inner join codes
        on
            expected.trust_code = codes.reported_code
            and expected.financial_year = codes.financial_year
    group by codes.trust_code, expected.financial_year, expected.measure_id
),

measures as (
    select
        financial_year,
        measure_id,
        sum(own_expected) / sum(expected) as own_share
    from expected
    group by financial_year, measure_id
),

-- a trust is covered by twelve months of the year
covered as (
    select
        measures.financial_year,
        measures.measure_id,
        measures.own_share,
        count(*) as trusts,
        count(case when bit_count(landed.months_found) = 12 then 1 end) as trusts_covered
    from measures
    inner join cohort on measures.financial_year = cohort.financial_year
    left join landed
        on
            measures.financial_year = landed.financial_year
            and measures.measure_id = landed.measure_id
            and cohort.trust_code = landed.trust_code
    group by measures.financial_year, measures.measure_id, measures.own_share
),

shared as (
    select
        *,
        trusts_covered / cast(trusts as double) as covered_share
    from covered
),

decided as (
    select
        financial_year,
        measure_id,
        trusts,
        trusts_covered,
        covered_share,
        own_share,
        measure_id in ('mortality', 'readmissions')
        and {{ covers_enough('covered_share') }}
        and {{ covers_enough('1e0 - own_share') }} as is_taken
    from shared
)

select * from decided
