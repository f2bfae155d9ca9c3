-- method: §6.5
with effects as (
    select * from {{ ref('int_value__size_effect') }}
)

select
    financial_year,
    spend_basis,
    within,
    adjusted_for,
    trusts,
    elasticity,
    elasticity_low,
    elasticity_high,
    elasticity_reverse,
    correlation_value_size
from effects
