-- method: §5.2
with trend as (
    select * from {{ ref('int_quality__readmission_trend') }}
)

select
    financial_year,
    group_name,
    age_group,
    trusts,
    pooled_ratio,
    p10,
    median,
    p90,
    iqr,
    relative_iqr,
    tau_squared
from trend
