-- method: §4
with weighted as (
    select * from {{ ref('int_activity__weighted') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    weighted.trust_code,
    weighted.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    weighted.activity_basis,
    weighted.point_of_delivery,
    weighted.activity_source,
    weighted.activity_count,
    weighted.unit_price_gbp,
    weighted.rebase_factor,
    case when weighted.activity_basis != 'count' then weighted.weighted_activity end
        as weighted_activity_gbp
from weighted
inner join profile using (trust_code, financial_year)
