-- method: §6.4. 1,000 draws of ln(quality factor) of each trust: measurement error (mortality,
-- readmissions) and the weights of the default basket. Scaling constants stay fixed; error in
-- spend, activity, waits and A&E is not drawn. Kinds of the seed weights_drawn, with weights fixed
-- and with surer or less sure ones, show what of an interval's width is doubt about weights.
with factors as (
    select * from {{ ref('int_quality__factors') }}
    where quality_factor > 0
),

measures as (
    select * from {{ ref('int_quality__measures') }}
),

baskets as (
    {{ default_basket(ref('quality_baskets'), ref('specification_levels')) }}
),

-- shapes of the gammas that weights come from; of none, weights are those of the basket
shapes as (
    select
        drawn.kind,
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
parts as (
    select
        factors.trust_code,
        factors.financial_year,
        factors.measure_id,
        measures.expected,
        ln(factors.quality_factor) as log_factor,
        dense_rank() over (order by factors.trust_code, factors.financial_year) as trust_number,
        row_number() over (
            order by factors.trust_code, factors.financial_year, factors.measure_id
        ) as part_number
    from factors
    inner join baskets using (measure_id)
    inner join measures using (trust_code, financial_year, measure_id)
),

-- a trust without every measure of the basket has no quality to draw
trusts as (
    select
        trust_number,
        trust_code,
        financial_year
    from parts
    group by trust_number, trust_code, financial_year
    having count(*) = (select count(*) from baskets)
),

uniforms as (
    select
        parts.part_number,
        draws.draw,
        {{ draw_of_error(
            'parts.measure_id', 'parts.trust_code', 'parts.financial_year', 'draws.draw'
        ) }} as uniform
    from parts
    inner join trusts using (trust_number)
    cross join draws
    where parts.expected is not null
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
        draws.draw,
        parts.log_factor
        - coalesce(deviates.deviate / sqrt(nullif(parts.expected, 0)), 0e0) as log_factor
    from parts
    inner join trusts using (trust_number)
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
        part_draws.draw,
        sum(weights.weight * part_draws.log_factor) as log_quality
    from part_draws
    inner join weights
        on
            part_draws.measure_id = weights.measure_id
            and part_draws.draw = weights.draw
    group by part_draws.trust_number, weights.kind, part_draws.draw
),

named as (
    select
        trusts.trust_code,
        trusts.financial_year,
        quality_draws.kind,
        quality_draws.draw,
        quality_draws.log_quality
    from quality_draws
    inner join trusts using (trust_number)
)

select * from named
