-- method: §7.5. The ratio of observed to expected deaths that each trust is held against: 1; the
-- pooled ratio of the trusts outside a largest group; the ratio that need predicts.
with alpha as (
    select * from {{ ref('int_need__alpha') }}
    where health_alpha is not null
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
),

pooled as (
    select
        alpha.financial_year,
        alpha.variant,
        membership.largest_definition,
        sum(alpha.observed_deaths) / nullif(sum(alpha.expected_deaths), 0) as pooled_ratio
    from alpha
    inner join membership using (trust_code, financial_year)
    where not membership.is_in_largest_group and not membership.size_is_carried
    group by
        alpha.financial_year, alpha.variant, membership.largest_definition
),

definitions as (
    select largest_definition from {{ ref('largest_groups') }}
),

benchmarks as (
    select level as benchmark from {{ ref('specification_levels') }}
    where dimension = 'benchmark'
),

held_against as (
    select
        alpha.trust_code,
        alpha.financial_year,
        alpha.variant,
        alpha.observed_deaths,
        alpha.expected_deaths,
        definitions.largest_definition,
        benchmarks.benchmark,
        case benchmarks.benchmark
            when '1' then 1e0
            when 'others' then pooled.pooled_ratio
            when 'need' then alpha.predicted_ratio
        end as benchmark_ratio
    from alpha
    cross join definitions
    cross join benchmarks
    left join pooled
        on
            alpha.financial_year = pooled.financial_year
            and alpha.variant = pooled.variant
            and definitions.largest_definition = pooled.largest_definition
),

-- Byar's interval of the observed count; the benchmark is taken as known
with_interval as (
    select
        trust_code,
        financial_year,
        variant,
        largest_definition,
        benchmark,
        benchmark_ratio,
        observed_deaths,
        benchmark_ratio * expected_deaths as benchmark_deaths,
        observed_deaths - benchmark_ratio * expected_deaths as deaths_above_benchmark,
        {{ poisson_lower('observed_deaths', '95') }} - benchmark_ratio * expected_deaths
            as deaths_above_benchmark_low,
        {{ poisson_upper('observed_deaths', '95') }} - benchmark_ratio * expected_deaths
            as deaths_above_benchmark_high
    from held_against
    where benchmark_ratio is not null
)

select * from with_interval
