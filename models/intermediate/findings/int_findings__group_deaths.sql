-- method: §7.5, §8 (C4). Deaths of a largest group above a benchmark: net, over all its trusts, and
-- over those above it alone. Byar's interval of the group's observed count. A definition that names
-- the same trusts as another that year is left out, as the seed specification_exclusions says.
with benchmarks as (
    select * from {{ ref('int_need__benchmarks') }}
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group
),

members as (
    select
        membership.trust_code,
        membership.financial_year,
        membership.largest_definition,
        benchmarks.variant,
        benchmarks.benchmark,
        benchmarks.observed_deaths,
        benchmarks.benchmark_deaths,
        benchmarks.deaths_above_benchmark
    from membership
    inner join benchmarks using (trust_code, financial_year, largest_definition)
    where not membership.size_is_carried
),

group_sizes as (
    select
        financial_year,
        largest_definition,
        max(identical_to) as identical_to,
        count(*) as largest
    from membership
    group by financial_year, largest_definition
),

variants as (
    select distinct variant from members
),

missing_members as (
    select
        financial_year,
        largest_definition,
        variant,
        {{ joined_text('trust_code') }} as largest_missing_codes
    from membership
    cross join variants
    left join members using (financial_year, largest_definition, trust_code, variant)
    where members.observed_deaths is null
    group by financial_year, largest_definition, variant
),

exclusions as (
    select * from {{ ref('specification_exclusions') }}
    where condition = 'where identical'
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

summed as (
    select
        financial_year,
        variant,
        benchmark,
        'net' as sum_kind,
        largest_definition,
        count(*) as trusts,
        sum(observed_deaths) as observed_deaths,
        sum(benchmark_deaths) as benchmark_deaths
    from members
    group by financial_year, variant, benchmark, largest_definition
    union all
    select
        financial_year,
        variant,
        benchmark,
        'positive only' as sum_kind,
        largest_definition,
        count(*) as trusts,
        coalesce(sum(case when deaths_above_benchmark > 0 then observed_deaths end), 0e0)
            as observed_deaths,
        coalesce(sum(case when deaths_above_benchmark > 0 then benchmark_deaths end), 0e0)
            as benchmark_deaths
    from members
    group by financial_year, variant, benchmark, largest_definition
),

with_interval as (
    select
        summed.financial_year,
        summed.variant
        || ' | ' || summed.benchmark
        || ' | ' || summed.sum_kind
        || ' | ' || summed.largest_definition as specification_id,
        case when default_levels.variant is not null then 'default' else 'grid' end
            as specification_kind,
        summed.variant,
        summed.benchmark,
        summed.sum_kind,
        summed.largest_definition,
        summed.trusts,
        group_sizes.largest - summed.trusts as largest_missing,
        missing_members.largest_missing_codes,
        summed.observed_deaths - summed.benchmark_deaths as deaths,
        {{ poisson_lower('summed.observed_deaths', '95') }} - summed.benchmark_deaths
            as deaths_low,
        {{ poisson_upper('summed.observed_deaths', '95') }} - summed.benchmark_deaths
            as deaths_high
    from summed
    inner join group_sizes using (financial_year, largest_definition)
    left join missing_members using (financial_year, largest_definition, variant)
    left join default_levels
        on
            summed.variant = default_levels.variant
            and summed.benchmark = default_levels.benchmark
            and summed.sum_kind = default_levels.sum_kind
            and summed.largest_definition = default_levels.outcome_group
    left join exclusions
        on
            summed.largest_definition = exclusions.largest_definition
            and group_sizes.identical_to = exclusions.identical_to
    where exclusions.exclusion_id is null
)

select * from with_interval
