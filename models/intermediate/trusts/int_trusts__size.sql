-- method: §2. Size by operating expenditure: rank, band, largest groups. A trust without accounts
-- takes its size from the nearest year that has them; its size only, never a value.
with cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

spend as (
    select * from {{ ref('int_spend__operating') }}
),

bands as (
    select * from {{ ref('size_bands') }}
),

accounts_years as (
    select distinct financial_year from spend
),

-- only years with accounts have sizes: rank 5 of a year without accounts would mean nothing
sized_cohort as (
    select cohort.*
    from cohort
    inner join accounts_years on cohort.financial_year = accounts_years.financial_year
),

nearest as (
    select
        sized_cohort.trust_code,
        sized_cohort.financial_year,
        sized_cohort.region_name,
        spend.operating_expenditure_gbp as size_gbp,
        spend.financial_year as size_financial_year,
        spend.financial_year != sized_cohort.financial_year as size_is_carried
    from sized_cohort
    inner join spend using (trust_code)
    qualify row_number() over (
        partition by
            sized_cohort.trust_code, sized_cohort.financial_year
        order by
            abs(
                {{ financial_year_number('spend.financial_year') }}
                - {{ financial_year_number('sized_cohort.financial_year') }}
            ),
            spend.financial_year desc
    ) = 1
),

ranked as (
    select
        nearest.trust_code,
        nearest.financial_year,
        nearest.size_gbp,
        nearest.size_financial_year,
        nearest.size_is_carried,
        cast(
            rank() over (
                partition by nearest.financial_year
                order by nearest.size_gbp desc
            ) as bigint
        ) as size_rank,
        cast(
            rank() over (
                partition by nearest.financial_year, nearest.region_name
                order by nearest.size_gbp desc
            ) as bigint
        ) as size_rank_in_region
    from nearest
),

banded as (
    select
        ranked.trust_code,
        ranked.financial_year,
        ranked.size_gbp,
        ranked.size_financial_year,
        ranked.size_is_carried,
        ranked.size_rank,
        ranked.size_rank_in_region,
        bands.size_band,
        bands.size_band_order
    from ranked
    inner join bands
        on
            ranked.size_gbp >= bands.from_gbp
            and (ranked.size_gbp < bands.below_gbp or bands.below_gbp is null)
)

select * from banded
