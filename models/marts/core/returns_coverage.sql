with coverage as (
    select * from {{ ref('int_returns__coverage') }}
)

select
    return_name,
    return_title,
    trust_code,
    financial_year,
    is_expected,
    status,
    rows_landed,
    rows_suppressed,
    reason,
    layout_checked
from coverage
