-- method: §6.4. What 1,000 draws of quality make of each trust's value and rank, by the default
-- specification, by its operating twin and, of the default, by every way of drawing the weights.
with ranked as (
    select * from {{ ref('int_value__default_specification') }}
),

quality_draws as (
    select * from {{ ref('int_quality__draws') }}
),

-- keys of text would be compared millions of times: numbers stand for them in the draws
numbered as (
    select
        *,
        row_number() over (order by financial_year, spend_basis, trust_code) as trust_number,
        dense_rank() over (order by financial_year, spend_basis) as field_number,
        count(*) over (partition by financial_year, spend_basis) as trusts
    from ranked
),

value_draws as (
    select
        numbered.trust_number,
        numbered.trusts,
        quality_draws.kind,
        1000e0 * numbered.weighted_activity * exp(quality_draws.log_quality)
        / nullif(numbered.spend_gbp, 0) as value_per_1000_gbp,
        (numbered.field_number * 4 + quality_draws.kind) * 1000 + quality_draws.draw as race
    from numbered
    inner join quality_draws using (trust_code, financial_year)
    where quality_draws.kind = 0 or numbered.is_default
),

rank_draws as (
    select
        trust_number,
        kind,
        trusts,
        value_per_1000_gbp,
        rank() over (partition by race order by value_per_1000_gbp desc) as value_rank
    from value_draws
),

summed as (
    select
        trust_number,
        kind,
        percentile_cont(0.025) within group (order by value_per_1000_gbp) as value_low,
        percentile_cont(0.975) within group (order by value_per_1000_gbp) as value_high,
        cast(floor(percentile_cont(0.025) within group (order by value_rank)) as bigint)
            as value_rank_low,
        cast(ceil(percentile_cont(0.975) within group (order by value_rank)) as bigint)
            as value_rank_high,
        avg(case when value_rank <= 10 then 1e0 else 0e0 end) as probability_top_10,
        avg(case when value_rank > trusts - 10 then 1e0 else 0e0 end) as probability_bottom_10,
        avg(case when value_rank = 1 then 1e0 else 0e0 end) as probability_first
    from rank_draws
    group by trust_number, kind
),

kinds as (
    select * from {{ ref('weights_drawn') }}
),

intervals as (
    select
        numbered.trust_code,
        numbered.financial_year,
        numbered.spend_basis,
        kinds.weights_drawn,
        summed.value_low,
        summed.value_high,
        summed.value_rank_low,
        summed.value_rank_high,
        summed.probability_top_10,
        summed.probability_bottom_10,
        summed.probability_first
    from summed
    inner join numbered using (trust_number)
    inner join kinds using (kind)
)

select * from intervals
