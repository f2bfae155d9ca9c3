-- method: §9.5
with varied as (
    select * from {{ ref('int_value__variation') }}
    where grouping_name = 'trust_type'
)

select
    financial_year,
    measure_id,
    group_name as trust_type,
    {{ variation_column_names() }}
from varied
