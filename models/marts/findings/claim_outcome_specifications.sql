-- method: §7.5, §8 (C3, C4). `latest` basis.
with group_deaths as (
    select * from {{ ref('int_findings__group_deaths') }}
),

fits as (
    select * from {{ ref('int_need__alpha_model') }}
)

select
    group_deaths.financial_year,
    group_deaths.specification_id,
    group_deaths.specification_kind,
    group_deaths.variant,
    group_deaths.benchmark,
    group_deaths.sum_kind as sum,
    group_deaths.largest_definition,
    group_deaths.trusts,
    group_deaths.largest_missing,
    group_deaths.largest_missing_codes,
    group_deaths.deaths,
    group_deaths.deaths_low,
    group_deaths.deaths_high,
    fits.alpha_size_slope,
    fits.alpha_size_slope_low,
    fits.alpha_size_slope_high
from group_deaths
inner join fits
    on
        group_deaths.financial_year = fits.financial_year
        and group_deaths.variant = fits.variant
