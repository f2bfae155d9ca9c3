-- method: §6.6
with neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
    where is_default or peer_set = 'my peers'
),

measured as (
    select
        trust_code,
        financial_year,
        max(case when feature = 'activity' then feature_value end) as weighted_activity_gbp,
        max(case when feature = 'need' then feature_value end) as need_index,
        max(case when feature = 'market_forces' then feature_value end) as mff,
        max(case when feature = 'teaching' then feature_value end) = 1e0 as is_teaching,
    {%- for share in ['admitted_share', 'outpatient_share', 'a_and_e_share', 'other_share'] %}
        max(case when feature = '{{ share }}' then feature_value end) as {{ share }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    from {{ ref('int_peers__features') }}
    group by trust_code, financial_year
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

{% set features = [
    'weighted_activity_gbp', 'need_index', 'mff', 'is_teaching',
    'admitted_share', 'outpatient_share', 'a_and_e_share', 'other_share',
] -%}
select
    neighbours.trust_code,
    neighbours.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    neighbours.peer_set,
    neighbours.peer_rank,
    neighbours.peer_trust_code,
    peers.trust_name as peer_trust_name,
    peers.region_name as peer_region_name,
    neighbours.distance,
    neighbours.differs_most_in,
{%- for feature in features %}
    own.{{ feature }},
    theirs.{{ feature }} as peer_{{ feature }}{{ ',' if not loop.last }}
{%- endfor %}
from neighbours
inner join measured as own using (trust_code, financial_year)
inner join profile using (trust_code, financial_year)
inner join measured as theirs
    on
        neighbours.peer_trust_code = theirs.trust_code
        and neighbours.financial_year = theirs.financial_year
inner join profile as peers
    on
        neighbours.peer_trust_code = peers.trust_code
        and neighbours.financial_year = peers.financial_year
