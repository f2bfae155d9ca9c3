-- method: §6.4, §6.6. The rank of each trust among itself and its peers, by the default
-- specification and its operating twin, with the bounds of the 1,000 draws: 1 is the highest.
with valued as (
    select * from {{ ref('int_value__default') }}
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
    where is_default
),

quality_draws as (
    select * from {{ ref('int_quality__draws') }}
    where weights_drawn = 'as seeded'
),

-- draws move quality alone: what stays is the logarithm of activity over spend
pairs as (
    select
        own.trust_code,
        own.financial_year,
        own.spend_basis,
        neighbours.peer_trust_code,
        case when theirs.value_per_1000_gbp > own.value_per_1000_gbp then 1 else 0 end as is_above,
        ln(own.weighted_activity / nullif(own.spend_gbp, 0)) as log_productivity,
        ln(theirs.weighted_activity / nullif(theirs.spend_gbp, 0)) as peer_log_productivity
    from valued as own
    inner join neighbours using (trust_code, financial_year)
    inner join valued as theirs
        on
            neighbours.peer_trust_code = theirs.trust_code
            and own.financial_year = theirs.financial_year
            and own.spend_basis = theirs.spend_basis
),

drawn as (
    select
        pairs.trust_code,
        pairs.financial_year,
        pairs.spend_basis,
        own_draws.draw,
        1 + sum(pairs.is_above) as value_rank,
        1 + count(
            case
                when
                    pairs.peer_log_productivity + peer_draws.log_quality
                    > pairs.log_productivity + own_draws.log_quality
                    then 1
            end
        ) as value_rank_drawn
    from pairs
    inner join quality_draws as own_draws using (trust_code, financial_year)
    inner join quality_draws as peer_draws
        on
            pairs.peer_trust_code = peer_draws.trust_code
            and pairs.financial_year = peer_draws.financial_year
            and own_draws.draw = peer_draws.draw
    group by pairs.trust_code, pairs.financial_year, pairs.spend_basis, own_draws.draw
),

ranks as (
    select
        trust_code,
        financial_year,
        spend_basis,
        cast(max(value_rank) as bigint) as value_rank_among_peers,
        cast(floor(percentile_cont(0.025) within group (order by value_rank_drawn)) as bigint)
            as value_rank_among_peers_low,
        cast(ceil(percentile_cont(0.975) within group (order by value_rank_drawn)) as bigint)
            as value_rank_among_peers_high
    from drawn
    group by trust_code, financial_year, spend_basis
)

select * from ranks
