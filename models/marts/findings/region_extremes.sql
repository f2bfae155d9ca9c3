-- method: §8 (C6) on the default activity basis and quality basket.
with regions as (
    select * from {{ ref('int_findings__region_extremes') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

trusts as (
    select
        trust_code,
        trust_name
    from {{ ref('int_trusts__trusts') }}
),

-- draws are made for the default and its operating twin only
intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
)

select
    regions.financial_year,
    regions.region_name,
    regions.spend_basis,
    regions.trusts,
    regions.trusts_missing,
    regions.lowest_trust_code,
    lowest.trust_name as lowest_trust_name,
    regions.lowest_value_per_1000_gbp,
    intervals.value_rank_low as lowest_value_rank_low,
    intervals.value_rank_high as lowest_value_rank_high,
    regions.lowest_trust_size_rank_in_region,
    regions.lowest_trust_size_rank_among_valued,
    regions.is_lowest_largest_or_second,
    regions.highest_trust_code,
    highest.trust_name as highest_trust_name,
    regions.highest_value_per_1000_gbp
from regions
inner join default_levels using (activity_basis, quality_basket)
inner join trusts as lowest on regions.lowest_trust_code = lowest.trust_code
inner join trusts as highest on regions.highest_trust_code = highest.trust_code
left join intervals
    on
        regions.financial_year = intervals.financial_year
        and regions.spend_basis = intervals.spend_basis
        and regions.lowest_trust_code = intervals.trust_code
