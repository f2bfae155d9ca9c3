-- method: §1 (C7). The national schedule by need segment and setting. A unit cost is over the
-- currencies whose count is published.
with currencies as (
    select * from {{ ref('int_segments__map') }}
    where found_in = 'national schedule'
),

summed as (
    select
        financial_year,
        segment,
        setting,
        count(*) as currencies,
        count(case when activity_count is null then 1 end) as currencies_withheld,
        -- clinic attendances are in the schedule of some years and not of others
        count(case when currency_code like 'WF0%' then 1 end) as attendance_currencies,
        sum(total_cost_gbp) as cost_gbp,
        sum(activity_count) as activity_count,
        coalesce(sum(case when activity_count is not null then total_cost_gbp end), 0)
            as counted_cost_gbp
    from currencies
    group by financial_year, segment, setting
)

select * from summed
