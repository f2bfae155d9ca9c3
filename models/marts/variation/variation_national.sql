-- method: §9.5
with varied as (
    select * from {{ ref('int_value__variation') }}
    where grouping_name = 'national'
)

select
    financial_year,
    measure_id,
    {{ variation_column_names() }}
from varied
