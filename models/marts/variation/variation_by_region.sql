-- method: §9.5
with varied as (
    select * from {{ ref('int_value__variation') }}
    where grouping_name = 'region'
)

select
    financial_year,
    measure_id,
    group_name as region_name,
    {{ variation_column_names() }}
from varied
