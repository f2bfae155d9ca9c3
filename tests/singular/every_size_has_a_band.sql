-- Without this a gap between two bands drops the trusts in it from every mart by size, and an
-- overlap counts them twice (method §2: the bands are a partition). Fails with the trusts, or with
-- the band that does not begin where the one below it ends.
with sizes as (
    select
        trust_code,
        financial_year,
        size_band
    from {{ ref('int_trusts__size') }}
),

cohort as (
    select
        trust_code,
        financial_year
    from {{ ref('int_trusts__cohort') }}
),

spend as (
    select
        trust_code,
        financial_year
    from {{ ref('int_spend__operating') }}
),

bands as (
    select
        size_band,
        from_gbp,
        below_gbp,
        lag(below_gbp) over (order by size_band_order) as below_gbp_before,
        lead(from_gbp) over (order by size_band_order) as from_gbp_after
    from {{ ref('size_bands') }}
),

trusts_without_a_band as (
    select
        cohort.trust_code,
        cohort.financial_year,
        'the trust has accounts and no size band' as problem
    from cohort
    inner join spend
        on
            cohort.trust_code = spend.trust_code
            and cohort.financial_year = spend.financial_year
    left join sizes
        on
            cohort.trust_code = sizes.trust_code
            and cohort.financial_year = sizes.financial_year
    where sizes.size_band is null
),

bands_with_a_gap as (
    select
        cast(null as string) as trust_code,
        cast(null as string) as financial_year,
        size_band || ' does not begin where the band below it ends' as problem
    from bands
    where
        from_gbp <> coalesce(below_gbp_before, 0)
        or (below_gbp is null and from_gbp_after is not null)
        or (below_gbp is not null and from_gbp_after is null)
)

select * from trusts_without_a_band
union all
select * from bands_with_a_gap
