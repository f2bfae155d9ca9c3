-- method: §2. The cohort with what every wide mart shows beside a figure, so that a chart needs
-- no join.
with cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

sizes as (
    select * from {{ ref('int_trusts__size') }}
),

profile as (
    select
        cohort.trust_code,
        cohort.financial_year,
        cohort.trust_name,
        cohort.region_code,
        cohort.region_name,
        cohort.trust_type,
        sizes.size_band,
        sizes.size_band_order,
        sizes.size_rank,
        sizes.size_rank_in_region,
        sizes.size_is_carried
    from cohort
    left join sizes using (trust_code, financial_year)
)

select * from profile
