-- method: §6.3. The default specification, with the same activity over operating expenditure
-- beside it.
with ranked as (
    select * from {{ ref('int_value__default_specification') }}
),

costed as (
    select * from ranked
    where spend_basis = 'costed'
),

operating as (
    select * from ranked
    where spend_basis = 'operating'
),

intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
),

my_values as (
    select
        trust_code,
        financial_year,
        value_per_1000_gbp,
        100e0 * value_per_1000_gbp
        * sum(spend_gbp) over (partition by financial_year)
        / nullif(
            sum(spend_gbp * value_per_1000_gbp) over (partition by financial_year), 0
        ) as value_index
    from {{ ref('int_value__specifications') }}
    where quality_basket = 'my specification'
),

peer_ranks as (
    select * from {{ ref('int_peers__ranks') }}
),

against_peers as (
    select
        savings.trust_code,
        savings.financial_year,
        savings.spend_basis,
        savings.trusts_in_reference as peers_valued,
        savings.reference_value as peer_value_per_1000_gbp,
        savings.value_per_1000_gbp / savings.reference_value as value_to_peers_ratio
    from {{ ref('int_peers__savings') }} as savings
    where savings.reference = 'peers' and savings.is_default
),

costed_peers as (
    select * from against_peers
    where spend_basis = 'costed'
),

operating_peers as (
    select * from against_peers
    where spend_basis = 'operating'
),

my_peers as (
    select * from {{ ref('int_peers__savings') }}
    where peer_set = 'my peers' and spend_basis = 'costed'
),

features_missing as (
    select
        trust_code,
        financial_year,
        {{ joined_text('feature_name') }} as missing
    from {{ ref('int_peers__features') }}
    where feature_value is null
    group by trust_code, financial_year
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

spend as (
    select * from {{ ref('int_spend__totals') }}
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
)

select
    costed.trust_code,
    costed.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    profile.size_rank,
    profile.size_is_carried,
    costed.spend_gbp as costed_expenditure_gbp,
    operating.spend_gbp as operating_expenditure_gbp,
    costed.weighted_activity as weighted_activity_gbp,
    costed.quality_factor,
    spend.scope_share,
    costed.weighted_activity / nullif(costed.spend_gbp, 0) as cost_efficiency,
    costed.value_per_1000_gbp,
    costed.value_index,
    costed.value_index * costed_interval.value_low / nullif(costed.value_per_1000_gbp, 0)
        as value_index_low,
    costed.value_index * costed_interval.value_high / nullif(costed.value_per_1000_gbp, 0)
        as value_index_high,
    costed.value_rank,
    costed_interval.value_rank_low,
    costed_interval.value_rank_high,
    costed.value_rank_in_region,
    costed.value_rank_in_size_band,
    costed.value_rank_in_trust_type,
    costed_interval.probability_top_10,
    costed_interval.probability_bottom_10,
    costed_interval.probability_first,
    operating.value_per_1000_gbp as value_per_1000_gbp_operating,
    operating.value_rank as value_rank_operating,
    operating_interval.value_rank_low as value_rank_operating_low,
    operating_interval.value_rank_high as value_rank_operating_high,
    case when operating.trust_code is not null then 'published' else 'no accounts' end
        as operating_status,
    case
        when operating.trust_code is not null then 'accounts of the year are landed'
        else 'the accounts of the year have no row for this trust'
    end as operating_reason,
    costed_peers.peers_valued,
    costed_peers.peer_value_per_1000_gbp,
    costed_peers.value_to_peers_ratio,
    peer_ranks.costed_rank as value_rank_among_peers,
    peer_ranks.costed_rank_low as value_rank_among_peers_low,
    peer_ranks.costed_rank_high as value_rank_among_peers_high,
    operating_peers.peers_valued as peers_valued_operating,
    operating_peers.peer_value_per_1000_gbp as peer_value_per_1000_gbp_operating,
    operating_peers.value_to_peers_ratio as value_to_peers_ratio_operating,
    peer_ranks.operating_rank as value_rank_among_peers_operating,
    peer_ranks.operating_rank_low as value_rank_among_peers_operating_low,
    peer_ranks.operating_rank_high as value_rank_among_peers_operating_high,
    case
        when costed_peers.trust_code is not null then 'published'
        else 'no peers'
    end as peers_status,
    case
        when costed_peers.trust_code is not null
            then 'features of the trust and values of its peers are published'
        when features_missing.missing is not null
            then 'the trust lacks what peers are chosen by: ' || features_missing.missing
        else 'none of its peers has a value'
    end as peers_reason,
    my_values.value_per_1000_gbp as my_value_per_1000_gbp,
    my_values.value_index as my_value_index,
    my_peers.trusts_in_reference as my_peers_valued,
    my_peers.reference_value as my_peer_value_per_1000_gbp,
    my_peers.value_per_1000_gbp / my_peers.reference_value as my_value_to_peers_ratio,
    trusts.cqc_overall_rating,
    trusts.oversight_segment
from costed
inner join intervals as costed_interval using (trust_code, financial_year, spend_basis)
left join operating using (trust_code, financial_year)
left join intervals as operating_interval
    on
        operating.trust_code = operating_interval.trust_code
        and operating.financial_year = operating_interval.financial_year
        and operating.spend_basis = operating_interval.spend_basis
left join costed_peers using (trust_code, financial_year)
left join operating_peers using (trust_code, financial_year)
left join peer_ranks using (trust_code, financial_year)
left join my_peers using (trust_code, financial_year)
left join features_missing using (trust_code, financial_year)
inner join profile using (trust_code, financial_year)
inner join spend using (trust_code, financial_year)
left join my_values using (trust_code, financial_year)
inner join trusts on costed.trust_code = trusts.trust_code
