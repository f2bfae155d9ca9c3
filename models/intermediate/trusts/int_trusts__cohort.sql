-- method: §2. The cohort by basis and year: acute trusts other than specialist.
with trusts as (
    select * from {{ ref('int_trusts__trusts') }}
    where is_in_cohort
),

years as (
    select * from {{ ref('int_trusts__years') }}
),

-- as reported: the trusts that were open for some of the year
as_reported as (
    select
        'as_reported' as trust_basis,
        trusts.trust_code,
        years.financial_year,
        trusts.trust_name,
        trusts.region_code,
        trusts.region_name,
        trusts.trust_type
    from trusts
    cross join years
    where
        trusts.opened_on <= years.ends_on
        and (trusts.closed_on is null or trusts.closed_on >= years.starts_on)
),

-- latest: today's trusts, in every year
latest as (
    select
        'latest' as trust_basis,
        trusts.trust_code,
        years.financial_year,
        trusts.trust_name,
        trusts.region_code,
        trusts.region_name,
        trusts.trust_type
    from trusts
    cross join years
    where trusts.successor_code is null and not trusts.is_split
),

both_bases as (
    select * from as_reported
    union all
    select * from latest
)

select * from both_bases
