-- method: §8. C2 and C4 on their default specifications: the lowest and highest answer with one
-- trust left out, and the answer were trusts counted too whose size is carried from another year.
-- Groups stay as they are, and so do re-base factors, scaling constants, ratios that need predicts
-- and, of the deaths a population leads one to expect, the scale.
{%- set scenario = 'claim_id, financial_year, left_out' %}
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
),

deaths as (
    select * from {{ ref('int_need__benchmarks') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

-- one row a trust of either claim
trusts as (
    select
        'C2' as claim_id,
        financial_year,
        trust_code,
        membership.is_in_largest_group,
        membership.size_is_carried,
        default_levels.reference,
        valued.spend_gbp,
        valued.value_per_1000_gbp,
        cast(null as double) as observed_deaths,
        cast(null as double) as expected_deaths,
        cast(null as double) as benchmark_ratio,
        false as is_positive_only
    from valued
    inner join default_levels using (activity_basis, spend_basis, quality_basket)
    inner join membership using (financial_year, trust_code, largest_definition)
    union all
    select
        'C4' as claim_id,
        financial_year,
        trust_code,
        membership.is_in_largest_group,
        membership.size_is_carried,
        deaths.benchmark as reference,
        cast(null as double) as spend_gbp,
        cast(null as double) as value_per_1000_gbp,
        deaths.observed_deaths,
        deaths.benchmark_deaths / nullif(deaths.benchmark_ratio, 0) as expected_deaths,
        deaths.benchmark_ratio,
        default_levels.sum_kind = 'positive only' as is_positive_only
    from deaths
    inner join membership using (financial_year, trust_code, largest_definition)
    inner join default_levels
        on
            deaths.variant = default_levels.variant
            and deaths.benchmark = default_levels.benchmark
            and deaths.largest_definition = default_levels.outcome_group
),

-- nobody is left out where left_out is an empty text; there carried sizes count
scenarios as (
    select
        claim_id,
        financial_year,
        trust_code as left_out
    from trusts
    where not size_is_carried
    union all
    select distinct
        claim_id,
        financial_year,
        '' as left_out
    from trusts
),

kept as (
    select
        scenarios.left_out,
        trusts.*
    from scenarios
    inner join trusts using (claim_id, financial_year)
    where
        scenarios.left_out != trusts.trust_code
        and (scenarios.left_out = '' or not trusts.size_is_carried)
),

others as (
    select
        {{ scenario }},
        {{ reference_value('reference', 'value_per_1000_gbp', 'spend_gbp') }} as reference_value,
        sum(observed_deaths) / nullif(sum(expected_deaths), 0) as pooled_ratio
    from kept
    where not is_in_largest_group
    group by {{ scenario }}
),

trust_answers as (
    select
        {{ scenario }},
        kept.is_positive_only,
        case claim_id
            when 'C2'
                then {{ saving(
                    'kept.spend_gbp', 'kept.value_per_1000_gbp', 'others.reference_value'
                ) }}
            else
                kept.observed_deaths
                - kept.expected_deaths
                * case kept.reference
                    when 'others' then others.pooled_ratio else kept.benchmark_ratio
                end
        end as answer
    from kept
    inner join others using ({{ scenario }})
    where kept.is_in_largest_group
),

answers as (
    select
        {{ scenario }},
        sum(case when is_positive_only then greatest(answer, 0e0) else answer end) as answer
    from trust_answers
    group by {{ scenario }}
),

with_ends as (
    select
        *,
        min(case when left_out != '' then answer end)
            over (partition by claim_id, financial_year) as lowest,
        max(case when left_out != '' then answer end)
            over (partition by claim_id, financial_year) as highest
    from answers
),

-- of trusts that move the answer as far, the first code
ranges as (
    select
        claim_id,
        financial_year,
        max(lowest) as leave_one_out_low,
        min(case when left_out != '' and answer = lowest then left_out end)
            as leave_one_out_low_trust_code,
        max(highest) as leave_one_out_high,
        min(case when left_out != '' and answer = highest then left_out end)
            as leave_one_out_high_trust_code,
        max(case when left_out = '' then answer end) as answer_with_carried_sizes
    from with_ends
    group by claim_id, financial_year
)

select * from ranges
