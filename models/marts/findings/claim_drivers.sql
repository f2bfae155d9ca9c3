-- method: §8. `latest` basis.
with drivers as (
    select * from {{ ref('int_findings__drivers') }}
)

select
    financial_year,
    dimension,
    share_of_variance,
    standard_deviation_gbp,
    specifications
from drivers
