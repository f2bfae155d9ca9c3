-- method: §5.6. What the oversight framework publishes of each cohort trust, carried to the year
-- that the twelve months to the end of its quarter are nearest to, as mortality periods are (§2). A
-- metric is that of the trust that reports it: ratios and scores of predecessors cannot be added.
with metrics as (
    select * from {{ ref('stg_nof__metrics') }}
    where value is not null
),

growth as (
    select * from {{ ref('stg_nof__productivity_growth') }}
    where productivity_growth_estimate is not null
),

definitions as (
    select * from {{ ref('framework_metrics') }}
),

years as (
    select * from {{ ref('int_returns__years') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

capacity as (
    select * from {{ ref('int_activity__capacity') }}
),

quarters as (
    select distinct
        year_starts_on,
        quarter_ends_on
    from metrics
),

served as (
    select
        years.financial_year,
        quarters.year_starts_on,
        quarters.quarter_ends_on
    from years
    cross join quarters
    where abs({{ months_between('years.starts_on', 'quarters.year_starts_on') }}) < 12
    qualify row_number() over (
        partition by years.financial_year
        order by
            abs({{ months_between('years.starts_on', 'quarters.year_starts_on') }}),
            quarters.year_starts_on
    ) = 1
),

measured as (
    select
        metrics.trust_code,
        metrics.year_starts_on,
        metrics.quarter_ends_on,
        metric_id,
        definitions.measure_id,
        definitions.per_beds,
        definitions.factor * metrics.value as value
    from metrics
    inner join definitions using (metric_id, units)
),

latest as (
    select
        max(year_starts_on) as year_starts_on,
        max(quarter_ends_on) as quarter_ends_on
    from quarters
),

-- the statistics of growth name no quarter: they are of the latest that is landed
grown as (
    select
        growth.trust_code,
        latest.year_starts_on,
        latest.quarter_ends_on,
        'growth' as metric_id,
        cast(null as string) as measure_id,
        cast(null as double) as per_beds,
        growth.productivity_growth_estimate as value
    from growth
    cross join latest
),

every_metric as (
    select * from measured
    union all
    select * from grown
)

select
    trust_code,
    financial_year,
    every_metric.metric_id,
    every_metric.measure_id,
    year_starts_on as period_start,
    quarter_ends_on as period_end,
    year_starts_on != {{ financial_year_starts_on('financial_year') }} as is_carried,
    case when every_metric.per_beds is not null then every_metric.value end as numerator,
    case when every_metric.per_beds is not null then capacity.beds_available end as denominator,
    case
        when every_metric.per_beds is null then every_metric.value
        else every_metric.per_beds * every_metric.value / nullif(capacity.beds_available, 0)
    end as value
from every_metric
inner join served using (year_starts_on, quarter_ends_on)
inner join cohort using (trust_code, financial_year)
left join capacity using (trust_code, financial_year)
