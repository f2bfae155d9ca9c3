with years as (
    select * from {{ ref('int_returns__years') }}
)

select
    financial_year,
    starts_on,
    ends_on,
    returns_landed
from years
