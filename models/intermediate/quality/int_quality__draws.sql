-- method: §6.4. 1,000 draws of ln(quality factor) of each trust: measurement error (mortality,
-- readmissions) and the weights of the default basket. Scaling constants stay fixed; error in
-- spend, activity, waits and A&E is not drawn. Three more kinds, with weights fixed and with surer
-- or less sure ones, show what of an interval's width is doubt about weights.
with factors as (
    select * from {{ ref('int_quality__factors') }}
    where quality_factor > 0
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
    inner join default_levels using (quality_basket)
    where baskets.weight > 0
),

-- shapes of the gammas that weights come from; of none, weights are those of the seed
shapes as (
    select
        0 as kind,
        'as seeded' as weights_drawn,
        measure_id,
        weight,
        concentration as shape
    from baskets
    {% for total in [4, 64] %}
        union all
        select
            {{ loop.index }} as kind,
            'concentration {{ total }}' as weights_drawn,
            measure_id,
            weight,
            cast(greatest(1e0, round({{ total }}e0 * weight)) as integer) as shape
        from baskets
    {% endfor %}
    union all
    select
        3 as kind,
        'fixed' as weights_drawn,
        measure_id,
        weight,
        0 as shape
    from baskets
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

kinds as (
    select distinct
        kind,
        weights_drawn
    from shapes
),

named as (
    select
        trusts.trust_code,
        trusts.financial_year,
        kinds.kind,
        kinds.weights_drawn,
        quality_draws.draw,
        quality_draws.log_quality
    from quality_draws
    inner join trusts using (trust_number)
    inner join kinds using (kind)
)

select * from named
