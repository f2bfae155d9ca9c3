-- method: §1 (C7)
with england as (
    select * from {{ ref('int_segments__england') }}
),

segments as (
    select * from {{ ref('need_segments') }}
),

by_segment as (
    select
        financial_year,
        segment,
        sum(cost_gbp) as cost_gbp,
        sum(activity_count) as activity_count,
        cast(sum(currencies) as bigint) as currencies_count,
        sum(attendance_currencies) as attendance_currencies
    from england
    group by financial_year, segment
),

years as (
    select
        financial_year,
        sum(cost_gbp) as cost_gbp,
        sum(attendance_currencies) > 0 as has_outpatient_attendances
    from by_segment
    group by financial_year
)

select
    by_segment.financial_year,
    by_segment.segment,
    segments.segment_order,
    segments.is_need,
    by_segment.cost_gbp,
    by_segment.cost_gbp / nullif(years.cost_gbp, 0) as cost_share,
    by_segment.activity_count,
    by_segment.currencies_count,
    segments.covers,
    years.has_outpatient_attendances
from by_segment
inner join segments on by_segment.segment = segments.segment
inner join years on by_segment.financial_year = years.financial_year
