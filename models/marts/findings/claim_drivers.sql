-- method: §8. `latest` basis.
with drivers as (
    select * from {{ ref('int_value__claim_drivers') }}
)

select
    financial_year,
    dimension,
    share_of_variance,
    standard_deviation_gbp,
    specifications
from drivers
