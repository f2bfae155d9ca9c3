-- method: §9.5
with varied as (
    select * from {{ ref('int_value__variation') }}
    where grouping_name = 'national'
)

select
    financial_year,
    measure_id,
    trusts,
    minimum,
    p10,
    p25,
    median,
    p75,
    p90,
    maximum,
    iqr,
    ratio_p90_p10,
    coefficient_of_variation,
    scv,
    tau_squared,
    outside_2sd_plain,
    outside_3sd_plain,
    outside_2sd_overdispersed,
    outside_3sd_overdispersed
from varied
