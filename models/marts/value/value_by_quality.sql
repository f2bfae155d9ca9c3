-- method: §5.5. Index and rank of the default specification with other quality: as it is, without
-- each measure (the weights of the others made 1), each measure alone, and each pot of the cost
-- collection at the quality of the measures that are of it.
with valued as (
    select * from {{ ref('int_value__default_specification') }}
    where is_default
),

baskets as (
    {{ default_basket(ref('quality_baskets'), ref('specification_levels')) }}
),

factors as (
    select * from {{ ref('int_quality__factors') }}
    where quality_factor > 0
),

pots as (
    select * from {{ ref('int_activity__pot_costs') }}
),

pot_measures as (
    select * from {{ ref('pot_measures') }}
),

intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

variants as (
    select
        'as it is' as variant,
        measure_id,
        weight
    from baskets
    union all
    select
        'without ' || omitted.measure_id as variant,
        kept.measure_id,
        kept.weight / nullif(1e0 - omitted.weight, 0) as weight
    from baskets as kept
    cross join baskets as omitted
    where kept.measure_id != omitted.measure_id
    union all
    select
        measure_id || ' alone' as variant,
        measure_id,
        1e0 as weight
    from baskets
),

of_baskets as (
    select
        factors.trust_code,
        factors.financial_year,
        variants.variant,
        exp(sum(variants.weight * ln(factors.quality_factor))) as quality_factor
    from factors
    inner join variants using (measure_id)
    group by factors.trust_code, factors.financial_year, variants.variant
),

of_each_pot as (
    select
        pots.trust_code,
        pots.financial_year,
        mapping_pot,
        max(pots.rebased_expected_cost_gbp) as weighted_activity,
        exp(coalesce(sum(pot_measures.weight * ln(factors.quality_factor)), 0e0)) as quality
    from pots
    left join pot_measures using (mapping_pot)
    left join factors
        on
            pots.trust_code = factors.trust_code
            and pots.financial_year = factors.financial_year
            and pot_measures.measure_id = factors.measure_id
    group by pots.trust_code, pots.financial_year, mapping_pot
    -- a pot of which a measure is missing has no quality
    having count(pot_measures.measure_id) = count(factors.quality_factor)
),

of_pots as (
    select
        trust_code,
        financial_year,
        'pot by pot' as variant,
        sum(weighted_activity * quality) / nullif(sum(weighted_activity), 0) as quality_factor
    from of_each_pot
    group by trust_code, financial_year
),

every_variant as (
    select * from of_baskets
    union all
    select * from of_pots
),

varied as (
    select
        trust_code,
        financial_year,
        every_variant.variant,
        every_variant.quality_factor,
        valued.spend_basis,
        valued.spend_gbp,
        valued.value_rank as value_rank_as_it_is,
        1000e0 * valued.weighted_activity * every_variant.quality_factor
        / nullif(valued.spend_gbp, 0) as value_per_1000_gbp
    from valued
    inner join every_variant using (trust_code, financial_year)
),

ranked as (
    select
        *,
        100e0 * value_per_1000_gbp
        * sum(spend_gbp) over (partition by financial_year, variant)
        / nullif(
            sum(spend_gbp * value_per_1000_gbp) over (partition by financial_year, variant), 0
        ) as value_index,
        cast(
            rank() over (
                partition by financial_year, variant
                order by value_per_1000_gbp desc
            ) as bigint
        ) as value_rank
    from varied
)

select
    trust_code,
    financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    ranked.variant,
    ranked.quality_factor,
    ranked.value_per_1000_gbp,
    ranked.value_index,
    ranked.value_rank,
    ranked.value_rank - ranked.value_rank_as_it_is as rank_change,
    intervals.value_rank_low as rank_as_it_is_low,
    intervals.value_rank_high as rank_as_it_is_high,
    ranked.value_rank not between intervals.value_rank_low and intervals.value_rank_high
        as is_outside_interval
from ranked
inner join profile using (trust_code, financial_year)
inner join intervals using (trust_code, financial_year, spend_basis)
