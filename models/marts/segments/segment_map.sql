-- method: §1 (C7)
with currencies as (
    select * from {{ ref('int_segments__map') }}
    where found_in = 'national schedule'
)

select
    financial_year,
    department_code,
    currency_code,
    currency_description,
    setting,
    segment,
    priority as rule_priority,
    reason as rule_reason,
    source as rule_source,
    total_cost_gbp as cost_gbp,
    activity_count
from currencies
