-- method: §8. What each claim comes to under each specification, and whether it holds there.
-- C5 and C6 hang on neither the reference nor the group, C3 on the variant alone: their grids hold
-- each answer once. The reader's own specification is no part of a grid.
with value_grid as (
    select * from {{ ref('int_findings__specifications') }}
    where specification_kind != 'my specification'
),

deaths_grid as (
    select * from {{ ref('int_findings__group_deaths') }}
),

fits as (
    select * from {{ ref('int_need__alpha_model') }}
),

claims as (
    select * from {{ ref('claims') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

-- the grid once for each combination of activity, spend and quality
cohort_grid as (
    select
        financial_year,
        valuation_id as specification_id,
        max(case when specification_kind = 'default' then 1 else 0 end) = 1 as is_default,
        max(rank_of_claimed_first) as rank_of_claimed_first,
        max(regions_lowest_is_largest_or_second) as regions_lowest_is_largest_or_second,
        max(regions_determinable) as regions_determinable
    from value_grid
    group by financial_year, valuation_id
),

answers as (
    select
        'C1' as claim_id,
        financial_year,
        specification_id,
        specification_kind = 'default' as is_default,
        cast(largest_at_or_above_reference as double) as answer,
        cast(null as double) as answer_low,
        cast(null as double) as answer_high,
        largest_at_or_above_reference = 0 as is_so
    from value_grid
    union all
    select
        'C2' as claim_id,
        financial_year,
        specification_id,
        specification_kind = 'default' as is_default,
        saving_gbp as answer,
        cast(null as double) as answer_low,
        cast(null as double) as answer_high,
        cast(null as boolean) as is_so
    from value_grid
    union all
    select
        'C3' as claim_id,
        fits.financial_year,
        variant as specification_id,
        default_levels.reference is not null as is_default,
        fits.alpha_size_slope as answer,
        fits.alpha_size_slope_low as answer_low,
        fits.alpha_size_slope_high as answer_high,
        fits.alpha_size_slope_high < 0 as is_so
    from fits
    left join default_levels using (variant)
    union all
    select
        'C4' as claim_id,
        financial_year,
        specification_id,
        specification_kind = 'default' as is_default,
        deaths as answer,
        deaths_low as answer_low,
        deaths_high as answer_high,
        cast(null as boolean) as is_so
    from deaths_grid
    union all
    select
        'C5' as claim_id,
        financial_year,
        specification_id,
        is_default,
        cast(rank_of_claimed_first as double) as answer,
        cast(null as double) as answer_low,
        cast(null as double) as answer_high,
        rank_of_claimed_first = 1 as is_so
    from cohort_grid
    union all
    select
        'C6' as claim_id,
        financial_year,
        specification_id,
        is_default,
        cast(regions_lowest_is_largest_or_second as double) as answer,
        cast(null as double) as answer_low,
        cast(null as double) as answer_high,
        regions_lowest_is_largest_or_second = regions_determinable as is_so
    from cohort_grid
    where regions_determinable > 0
),

-- a claim without a figure is nearest where its upper bound is lowest
judged as (
    select
        claim_id,
        answers.financial_year,
        answers.specification_id,
        answers.is_default,
        answers.answer,
        answers.answer_low,
        answers.answer_high,
        coalesce(
            answers.is_so,
            abs(answers.answer - claims.claimed_value)
            <= claims.tolerance_share * claims.claimed_value
        ) as holds,
        coalesce(abs(answers.answer - claims.claimed_value), answers.answer_high)
            as distance_to_claim
    from answers
    inner join claims using (claim_id)
    where answers.answer is not null
)

select * from judged
