-- method: §9.5
with spread as (
    select * from {{ ref('int_segments__spread') }}
)

select
    financial_year,
    level,
    segment,
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
    coefficient_of_variation
from spread
