-- method: §7.3, §7.4, §8 (C3)
with fits as (
    select * from {{ ref('int_need__alpha_model') }}
)

select
    financial_year,
    variant,
    trusts,
    intercept,
    slope,
    slope_low,
    slope_high,
    raw_tau_squared,
    phi,
    tau_squared,
    trusts_sized,
    correlation_alpha_size,
    alpha_size_slope,
    alpha_size_slope_low,
    alpha_size_slope_high
from fits
