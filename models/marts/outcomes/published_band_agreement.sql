-- method: §9.2, §10
with agreement as (
    select * from {{ ref('int_quality__band_agreement') }}
)

select
    financial_year,
    measure_id,
    limits_used,
    trusts,
    trusts_agreeing,
    agreeing_share
from agreement
