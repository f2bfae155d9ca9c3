with measures as (
    select * from {{ ref('measures') }}
)

select
    measure_id,
    measure_name,
    unit,
    polarity,
    decimals,
    measured_over,
    method_section,
    source
from measures
