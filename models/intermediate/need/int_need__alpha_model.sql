-- method: §7.3, §8 (C3). The fit behind Health Alpha, and whether alpha falls with size: slope of
-- alpha on ln(operating expenditure of the year), HC3 interval.
with alpha as (
    select * from {{ ref('int_need__alpha') }}
    where health_alpha is not null
),

operating as (
    select * from {{ ref('int_spend__operating') }}
),

fits as (
    select
        financial_year,
        variant,
        count(*) as trusts,
        max(intercept) as intercept,
        max(slope) as slope,
        max(slope_low) as slope_low,
        max(slope_high) as slope_high,
        max(raw_tau_squared) as raw_tau_squared,
        max(phi) as phi,
        max(tau_squared) as tau_squared
    from alpha
    group by financial_year, variant
),

sized as (
    select
        alpha.financial_year,
        alpha.variant,
        alpha.health_alpha,
        ln(operating.operating_expenditure_gbp) as log_size
    from alpha
    inner join operating using (trust_code, financial_year)
    where operating.operating_expenditure_gbp > 0
),

{% set by = ['financial_year', 'variant'] -%}
size_slopes as (
    {{ slope_hc3('sized', 'log_size', 'health_alpha', 'log_size', by) }}
),

joined as (
    select
        fits.financial_year,
        fits.variant,
        fits.trusts,
        fits.intercept,
        fits.slope,
        fits.slope_low,
        fits.slope_high,
        fits.raw_tau_squared,
        fits.phi,
        fits.tau_squared,
        size_slopes.units as trusts_sized,
        size_slopes.correlation_other as correlation_alpha_size,
        size_slopes.slope as alpha_size_slope,
        size_slopes.slope_low as alpha_size_slope_low,
        size_slopes.slope_high as alpha_size_slope_high
    from fits
    left join size_slopes using (financial_year, variant)
)

select * from joined
