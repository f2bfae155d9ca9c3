-- method: §9.5
with measures as (
    select * from {{ ref('int_value__measures') }}
    where trust_basis = 'latest'
)

select
    financial_year,
    measure_id,
    region_name,
    {{ variation_columns('value', 'has_true_zero') }}
from measures
group by financial_year, measure_id, region_name
