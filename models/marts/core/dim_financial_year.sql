with years as (
    select * from {{ ref('int_trusts__financial_years') }}
)

select
    financial_year,
    starts_on,
    ends_on,
    returns_landed
from years
