-- method: §9.6
with positions as (
    select * from {{ ref('int_value__position') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    positions.trust_code,
    positions.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    positions.measure_id,
    positions.value,
    positions.percentile,
    positions.distance_to_median,
    positions.distance_to_top_quartile,
    positions.opportunity_to_median,
    positions.opportunity,
    positions.opportunity_to_best_of_type,
    positions.opportunity_unit,
    positions.change_on_year,
    positions.peers_measured,
    positions.peer_p25,
    positions.peer_median,
    positions.peer_p75
from positions
inner join profile using (trust_code, financial_year)
