-- method: §9.9. How far a trust's place lasts: of the best quarter of a year, how many are in the
-- best quarter of a later one, and how the two years correlate, over the trusts that have both.
with measures as (
    select
        trust_code,
        financial_year,
        {{ financial_year_number('financial_year') }} as year_number,
        measure_id,
        value
    from {{ ref('int_value__measures') }}
),

definitions as (
    select * from {{ ref('measures') }}
),

-- turned so that higher is better; a neutral measure has no best quarter
paired as (
    select
        measure_id,
        earlier.financial_year,
        later.financial_year as later_year,
        later.year_number - earlier.year_number as lag_years,
        definitions.polarity != 'neutral' as has_a_best,
        case definitions.polarity when 'lower is better' then -earlier.value else earlier.value end
            as earlier_value,
        case definitions.polarity when 'lower is better' then -later.value else later.value end
            as later_value
    from measures as earlier
    inner join measures as later using (trust_code, measure_id)
    inner join definitions using (measure_id)
    where later.year_number > earlier.year_number
),

{% set grain = ['measure_id', 'financial_year', 'later_year'] -%}
cuts as (
    select
        {{ grain | join(',\n        ') }},
        percentile_cont(0.75) within group (order by earlier_value) as earlier_cut,
        percentile_cont(0.75) within group (order by later_value) as later_cut
    from paired
    group by {{ grain | join(', ') }}
),

placed as (
    select
        paired.*,
        paired.has_a_best and paired.earlier_value >= cuts.earlier_cut as is_best,
        paired.has_a_best and paired.later_value >= cuts.later_cut as is_best_later,
        {{ mid_rank('paired.earlier_value', grain) }} as earlier_rank,
        {{ mid_rank('paired.later_value', grain) }} as later_rank
    from paired
    inner join cuts using ({{ grain | join(', ') }})
),

lasting as (
    select
        {{ grain | join(',\n        ') }},
        lag_years,
        count(*) as trusts,
        {{ correlation('earlier_value', 'later_value') }} as correlation,
        {{ correlation('earlier_rank', 'later_rank') }} as spearman,
        case when bool_and(has_a_best) then count(case when is_best then 1 end) end
            as best_quarter_trusts,
        case
            when bool_and(has_a_best)
                then count(case when is_best and is_best_later then 1 end)
        end as stayed_trusts,
        case
            when bool_and(has_a_best)
                then cast(count(case when is_best_later then 1 end) as double) / count(*)
        end as chance_share
    from placed
    group by {{ grain | join(', ') }}, lag_years
)

select
    measure_id,
    financial_year,
    later_year,
    lag_years,
    trusts,
    correlation,
    spearman,
    {{ spearman_limit('spearman', 'trusts', '-') }} as spearman_low,
    {{ spearman_limit('spearman', 'trusts', '+') }} as spearman_high,
    best_quarter_trusts,
    stayed_trusts,
    cast(stayed_trusts as double) / nullif(best_quarter_trusts, 0) as stayed_share,
    chance_share
from lasting
