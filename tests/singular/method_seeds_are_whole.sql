-- Without this a weight edited alone changes what the index measures without a word: the exponents
-- of a basket would no longer add up to 1 (method §5.4), the need weights likewise (§7.2), or two
-- levels would both be the default of a dimension, of which the model takes one (§6.3); two default
-- sets of peers would count every trust twice (§6.6).
with baskets as (
    select
        'weights of the basket ' || quality_basket || ' add up to' as rule_broken,
        sum(weight) as found,
        case when count(measure_id) = 0 then 0e0 else 1e0 end as expected
    from {{ ref('quality_baskets') }}
    group by quality_basket
),

need as (
    select
        'need weights add up to' as rule_broken,
        sum(weight) as found,
        1e0 as expected
    from {{ ref('need_weights') }}
),

defaults as (
    select
        'defaults of the dimension ' || dimension as rule_broken,
        cast(count(case when is_default then 1 end) as double) as found,
        1e0 as expected
    from {{ ref('specification_levels') }}
    group by dimension
),

peer_sets as (
    select
        'default sets of peers' as rule_broken,
        cast(count(case when is_default then 1 end) as double) as found,
        1e0 as expected
    from {{ ref('peer_settings') }}
    union all
    select
        'sets of peers under one name' as rule_broken,
        cast(count(*) as double) as found,
        cast(count(distinct peer_set) as double) as expected
    from {{ ref('peer_settings') }}
),

-- a feature that no model measures would have no part in a distance
peer_features as (
    select
        'weighted features of peers that are measured' as rule_broken,
        cast(count(distinct measured.feature) as double) as found,
        cast(count(distinct features.feature) as double) as expected
    from {{ ref('peer_features') }} as features
    left join {{ ref('int_peers__features') }} as measured using (feature)
    where features.weight > 0
),

-- gammas are sums of at most 64 terms; surer weights must be surer in proportion (method §6.4)
concentrations as (
    select
        'concentration of ' || measure_id || ' in ' || quality_basket as rule_broken,
        cast(concentration as double) as found,
        least(greatest(1e0, round(16e0 * weight)), 64e0) as expected
    from {{ ref('quality_baskets') }}
    where weight > 0 and (concentration not between 1 and 64)
),

rules as (
    select * from concentrations
    union all
    select * from baskets
    union all
    select * from need
    union all
    select * from defaults
    union all
    select * from peer_sets
    union all
    select * from peer_features
)

select * from rules
where abs(found - expected) > 1e-9
