-- method: §3
with categories as (
    select * from {{ ref('int_spend__categories') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    categories.trust_code,
    categories.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    categories.category,
    categories.category_group,
    categories.spend_gbp,
    categories.spend_share,
    categories.status
from categories
inner join profile using (trust_code, financial_year)
