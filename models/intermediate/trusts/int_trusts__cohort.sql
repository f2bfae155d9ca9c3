-- method: §2. The cohort by year: acute trusts other than specialist that a code of the year counts
-- for.
with codes as (
    select distinct
        trust_code,
        financial_year
    from {{ ref('int_trusts__reported_codes') }}
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
    where is_in_cohort
)

select
    trust_code,
    codes.financial_year,
    trusts.trust_name,
    trusts.region_code,
    trusts.region_name,
    trusts.trust_type
from codes
inner join trusts using (trust_code)
