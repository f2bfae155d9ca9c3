-- method: §6.4. 1,000 draws of measurement error (mortality, readmissions) and of the basket's
-- weights, and what they make of each trust's default value and rank. Scaling constants stay
-- fixed; error in spend, activity, waits and A&E is not drawn. The default specification on the
-- `latest` basis is drawn three times more, with weights fixed and with surer or less sure ones, to
-- show what of an interval's width is doubt about weights.
with ranked as (
    select * from {{ ref('int_value__default_specification') }}
),

factors as (
    select * from {{ ref('int_quality__factors') }}
),

measures as (
    select * from {{ ref('int_quality__measures') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

baskets as (
    select baskets.*
    from {{ ref('quality_baskets') }} as baskets
    inner join default_levels on baskets.quality_basket = default_levels.quality_basket
    where baskets.weight > 0
),

-- shapes of the gammas that weights come from; of none, weights are those of the basket
shapes as (
    select
        drawn.kind,
        drawn.weights_drawn,
        baskets.measure_id,
        baskets.weight,
        case
            when drawn.concentration is null then baskets.concentration
            when drawn.concentration = 0 then 0
            else cast(greatest(1e0, round(drawn.concentration * baskets.weight)) as integer)
        end as shape
    from baskets
    cross join {{ ref('weights_drawn') }} as drawn
),

draws as (
    {{ whole_numbers(1000, 'draw') }}
),

weights as (
    {{ weight_draws('shapes', 1000) }}
    union all
    select
        shapes.kind,
        draws.draw,
        shapes.measure_id,
        shapes.weight
    from shapes
    cross join draws
    where shapes.shape = 0
),

-- keys of text would be compared millions of times: numbers stand for them in the draws
numbered as (
    select
        *,
        dense_rank() over (order by trust_code, financial_year) as trust_number,
        dense_rank() over (order by financial_year, spend_basis) as field_number,
        count(*) over (partition by financial_year, spend_basis) as trusts
    from ranked
),

-- one deviate a trust, year, measure and draw
parts as (
    select
        numbered.trust_number,
        numbered.trust_code,
        numbered.financial_year,
        factors.measure_id,
        measures.expected,
        ln(nullif(factors.quality_factor, 0)) as log_factor,
        dense_rank() over (
            order by numbered.trust_code, numbered.financial_year, factors.measure_id
        ) as part_number,
        max(case when numbered.is_default then 1 else 0 end) as is_drawn_again
    from numbered
    inner join factors using (trust_code, financial_year)
    inner join baskets on factors.measure_id = baskets.measure_id
    inner join measures
        on
            factors.trust_code = measures.trust_code
            and factors.financial_year = measures.financial_year
            and factors.measure_id = measures.measure_id
    group by
        numbered.trust_number,
        numbered.trust_code,
        numbered.financial_year,
        factors.measure_id,
        measures.expected,
        factors.quality_factor
),

standardised as (
    select distinct
        part_number,
        trust_code,
        financial_year,
        measure_id
    from parts
    where expected is not null
),

uniforms as (
    select
        standardised.part_number,
        draws.draw,
        {{ draw_of_error(
            'standardised.measure_id', 'standardised.trust_code', 'standardised.financial_year',
            'draws.draw'
        ) }} as uniform
    from standardised
    cross join draws
),

deviates as (
    select
        part_number,
        draw,
        {{ normal_quantile('uniform') }} as deviate
    from uniforms
),

-- observed enters below the line, so an error in ln(O/E) is taken from ln(q)
part_draws as (
    select
        parts.trust_number,
        parts.measure_id,
        parts.is_drawn_again,
        draws.draw,
        parts.log_factor
        - coalesce(deviates.deviate / sqrt(nullif(parts.expected, 0)), 0e0) as log_factor
    from parts
    cross join draws
    left join deviates
        on
            parts.part_number = deviates.part_number
            and draws.draw = deviates.draw
),

quality_draws as (
    select
        part_draws.trust_number,
        weights.kind,
        draw,
        sum(weights.weight * part_draws.log_factor) as log_quality
    from part_draws
    inner join weights using (measure_id, draw)
    where weights.kind = 0 or part_draws.is_drawn_again = 1
    group by part_draws.trust_number, weights.kind, draw
),

value_draws as (
    select
        numbered.trust_number,
        numbered.field_number,
        numbered.trusts,
        quality_draws.kind,
        1000e0 * numbered.weighted_activity * exp(quality_draws.log_quality)
        / nullif(numbered.spend_gbp, 0) as value_per_1000_gbp,
        (numbered.field_number * 4 + quality_draws.kind) * 1000 + quality_draws.draw as race
    from numbered
    inner join quality_draws on numbered.trust_number = quality_draws.trust_number
    where quality_draws.kind = 0 or numbered.is_default
),

rank_draws as (
    select
        trust_number,
        field_number,
        kind,
        trusts,
        value_per_1000_gbp,
        rank() over (partition by race order by value_per_1000_gbp desc) as value_rank
    from value_draws
),

summed as (
    select
        trust_number,
        field_number,
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
    group by trust_number, field_number, kind
),

kinds as (
    select distinct
        kind,
        weights_drawn
    from shapes
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
    inner join numbered using (trust_number, field_number)
    inner join kinds on summed.kind = kinds.kind
)

select * from intervals
