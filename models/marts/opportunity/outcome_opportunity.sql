-- method: §7.5. `others` is held outside the default largest group.
with benchmarks as (
    select * from {{ ref('int_need__benchmarks') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    benchmarks.trust_code,
    benchmarks.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    benchmarks.variant,
    benchmarks.benchmark,
    benchmarks.benchmark_ratio,
    benchmarks.observed_deaths,
    benchmarks.benchmark_deaths,
    benchmarks.deaths_above_benchmark,
    benchmarks.deaths_above_benchmark_low,
    benchmarks.deaths_above_benchmark_high
from benchmarks
inner join default_levels using (largest_definition)
inner join profile using (trust_code, financial_year)
