-- method: §9.5
with varied as (
    select * from {{ ref('int_value__variation') }}
    where grouping_name = 'size_band'
)

select
    financial_year,
    measure_id,
    group_name as size_band,
    {{ variation_column_names() }}
from varied
