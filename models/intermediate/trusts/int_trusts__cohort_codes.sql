-- method: §2. Where returns meet the cohort: each reported code with the cohort trust it counts
-- for.
with codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
)

select
    codes.reported_code,
    financial_year,
    trust_code,
    cohort.region_name,
    cohort.trust_type
from codes
inner join cohort using (trust_code, financial_year)
