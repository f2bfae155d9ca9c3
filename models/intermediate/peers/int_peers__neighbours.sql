-- method: §6.6. The nearest others of each trust and year, by every set of peers of the seed
-- peer_settings, and the reader's own peers with their distance: √Σ w (z − z of the other)².
with features as (
    select * from {{ ref('int_peers__features') }}
    where score is not null
),

sets as (
    select * from {{ ref('peer_settings') }}
),

my_peers as (
    select * from {{ ref('my_peers') }}
),

weights as (
    select
        sets.peer_set,
        sets.peers,
        sets.is_default,
        features.feature,
        case when sets.is_equally_weighted then 1e0 else features.weight end as weight
    from sets
    cross join {{ ref('peer_features') }} as features
    where features.weight > 0 and features.feature != coalesce(sets.left_out_feature, '')
),

gaps as (
    select
        trusts.trust_code,
        trusts.financial_year,
        others.trust_code as peer_trust_code,
        trusts.feature,
        trusts.feature_name,
        power(trusts.score - others.score, 2) as squared_gap
    from features as trusts
    inner join features as others
        on
            trusts.financial_year = others.financial_year
            and trusts.feature = others.feature
            and trusts.trust_code != others.trust_code
),

distances as (
    select
        weights.peer_set,
        max(weights.peers) as peers,
        max(case when weights.is_default then 1 else 0 end) = 1 as is_default,
        gaps.trust_code,
        gaps.financial_year,
        gaps.peer_trust_code,
        sqrt(sum(weights.weight * gaps.squared_gap)) as distance
    from gaps
    inner join weights on gaps.feature = weights.feature
    group by weights.peer_set, gaps.trust_code, gaps.financial_year, gaps.peer_trust_code
),

-- distances that differ by rounding alone are a tie, which the code breaks on every engine
ranked as (
    select
        *,
        row_number() over (
            partition by peer_set, trust_code, financial_year
            order by round(distance, 9), peer_trust_code
        ) as peer_rank
    from distances
),

chosen as (
    select
        peer_set,
        is_default,
        trust_code,
        financial_year,
        peer_trust_code,
        distance,
        peer_rank
    from ranked
    where peer_rank <= peers
    union all
    select
        'my peers' as peer_set,
        false as is_default,
        ranked.trust_code,
        ranked.financial_year,
        ranked.peer_trust_code,
        ranked.distance,
        row_number() over (
            partition by ranked.trust_code, ranked.financial_year
            order by ranked.peer_rank
        ) as peer_rank
    from ranked
    inner join my_peers using (trust_code, peer_trust_code)
    where ranked.is_default
),

-- of the peers that a mart shows one by one, which have the default weights
farthest as (
    select
        chosen.peer_set,
        chosen.trust_code,
        chosen.financial_year,
        chosen.peer_trust_code,
        gaps.feature_name,
        row_number() over (
            partition by
                chosen.peer_set, chosen.trust_code, chosen.financial_year, chosen.peer_trust_code
            order by round(weights.weight * gaps.squared_gap, 9) desc, gaps.feature
        ) as gap_rank
    from chosen
    inner join gaps using (trust_code, financial_year, peer_trust_code)
    inner join weights on gaps.feature = weights.feature
    where weights.is_default and (chosen.is_default or chosen.peer_set = 'my peers')
),

neighbours as (
    select
        chosen.peer_set,
        chosen.is_default,
        chosen.trust_code,
        chosen.financial_year,
        cast(chosen.peer_rank as bigint) as peer_rank,
        chosen.peer_trust_code,
        chosen.distance,
        farthest.feature_name as differs_most_in
    from chosen
    left join farthest
        on
            chosen.peer_set = farthest.peer_set
            and chosen.trust_code = farthest.trust_code
            and chosen.financial_year = farthest.financial_year
            and chosen.peer_trust_code = farthest.peer_trust_code
            and farthest.gap_rank = 1
)

select * from neighbours
