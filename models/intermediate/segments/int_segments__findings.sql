-- method: §1 (C7). What can be said, in a year, about organising and measuring care by need: how
-- much of the cost has a need segment, and how far trusts' unit costs lie apart within one.
with england as (
    select * from {{ ref('int_segments__england') }}
),

segments as (
    select * from {{ ref('need_segments') }}
),

outcomes as (
    select * from {{ ref('segment_outcomes') }}
),

spread as (
    select * from {{ ref('int_segments__spread') }}
),

by_segment as (
    select
        england.financial_year,
        england.segment,
        segments.is_need,
        outcomes.measure_id is not null as has_outcome,
        sum(england.cost_gbp) as cost_gbp
    from england
    inner join segments on england.segment = segments.segment
    left join outcomes on england.segment = outcomes.segment
    group by
        england.financial_year,
        england.segment,
        segments.is_need,
        outcomes.measure_id is not null
),

-- the largest need segment of a year comes first; of two alike, the first by name
placed as (
    select
        *,
        row_number() over (
            partition by financial_year
            order by case when is_need then cost_gbp end desc nulls last, segment asc
        ) as place
    from by_segment
),

shares as (
    select
        financial_year,
        sum(cost_gbp) as cost_gbp,
        sum(case when is_need then cost_gbp else 0 end) / nullif(sum(cost_gbp), 0) as need_share,
        sum(case when segment = 'community' then cost_gbp else 0 end) / nullif(sum(cost_gbp), 0)
            as community_share,
        sum(case when segment like 'diagnostics%' then cost_gbp else 0 end)
        / nullif(sum(cost_gbp), 0) as outside_episodes_share,
        sum(case when segment = 'not assignable' then cost_gbp else 0 end)
        / nullif(sum(cost_gbp), 0) as not_assignable_share,
        sum(case when has_outcome then cost_gbp else 0 end) / nullif(sum(cost_gbp), 0)
            as outcome_share,
        max(case when is_need and place = 1 then segment end) as largest_segment,
        max(case when is_need then cost_gbp end) / nullif(sum(cost_gbp), 0)
            as largest_segment_share
    from placed
    group by financial_year
),

with_ends as (
    select
        *,
        max(ratio_p90_p10) over (partition by financial_year) as widest,
        min(ratio_p90_p10) over (partition by financial_year) as narrowest
    from spread
),

spreads as (
    select
        financial_year,
        max(level) as level,
        count(*) as segments_compared,
        max(trusts) as trusts,
        min(case when ratio_p90_p10 = widest then segment end) as widest_segment,
        max(widest) as widest_ratio_p90_p10,
        min(case when ratio_p90_p10 = narrowest then segment end) as narrowest_segment,
        max(narrowest) as narrowest_ratio_p90_p10
    from with_ends
    group by financial_year
)

select
    coalesce(shares.financial_year, spreads.financial_year) as financial_year,
    shares.cost_gbp,
    shares.need_share,
    shares.community_share,
    shares.outside_episodes_share,
    shares.not_assignable_share,
    shares.outcome_share,
    shares.largest_segment,
    shares.largest_segment_share,
    spreads.level,
    coalesce(spreads.segments_compared, 0) as segments_compared,
    coalesce(spreads.trusts, 0) as trusts,
    spreads.widest_segment,
    spreads.widest_ratio_p90_p10,
    spreads.narrowest_segment,
    spreads.narrowest_ratio_p90_p10
from shares
full outer join spreads on shares.financial_year = spreads.financial_year
