-- method: §8. Each claim in each year with accounts: the default's answer, the range over its grid,
-- the share of specifications in which it holds, and the verdict by rule.
with grid as (
    select * from {{ ref('int_findings__claim_answers') }}
),

claims as (
    select * from {{ ref('claims') }}
),

years as (
    select distinct financial_year
    from {{ ref('int_spend__operating') }}
),

ranges as (
    select
        claim_id,
        financial_year,
        count(*) as specifications,
        count(case when holds then 1 end) as specifications_holding,
        min(answer) as grid_min,
        percentile_cont(0.25) within group (order by answer) as grid_p25,
        percentile_cont(0.5) within group (order by answer) as grid_median,
        percentile_cont(0.75) within group (order by answer) as grid_p75,
        max(answer) as grid_max,
        max(case when is_default then answer end) as our_value,
        max(case when is_default then answer_low end) as our_value_low,
        max(case when is_default then answer_high end) as our_value_high,
        max(case when is_default then specification_id end) as our_specification_id
    from grid
    group by claim_id, financial_year
),

ordered as (
    select
        claim_id,
        financial_year,
        specification_id,
        answer,
        row_number() over (
            partition by claim_id, financial_year
            order by
                distance_to_claim asc nulls last,
                case when is_default then 0 else 1 end asc,
                specification_id asc
        ) as nearness
    from grid
),

nearest as (
    select * from ordered
    where nearness = 1
),

judged as (
    select
        claim_id,
        financial_year,
        ranges.our_value,
        ranges.our_value_low,
        ranges.our_value_high,
        ranges.our_specification_id,
        ranges.grid_min,
        ranges.grid_p25,
        ranges.grid_median,
        ranges.grid_p75,
        ranges.grid_max,
        nearest.specification_id as nearest_specification_id,
        nearest.answer as nearest_value,
        coalesce(ranges.specifications, 0) as specifications,
        coalesce(ranges.specifications_holding, 0) as specifications_holding,
        cast(ranges.specifications_holding as double) / nullif(ranges.specifications, 0)
            as share_of_specifications_holding,
        case
            when ranges.specifications is null then 'not computable'
            when ranges.specifications_holding >= claims.holds_from_share * ranges.specifications
                then 'holds'
            when ranges.specifications_holding > 0 then 'depends on method'
            else 'does not hold'
        end as verdict
    from claims
    cross join years
    left join ranges using (claim_id, financial_year)
    left join nearest using (claim_id, financial_year)
)

select * from judged
