-- method: §6.4. 1,000 draws of measurement error (mortality, readmissions) and of the basket's
-- weights, and what they make of each trust's default value and rank. Scaling constants stay
-- fixed; error in spend, activity, waits and A&E is not drawn.
with ranked as (
    select * from {{ ref('int_value__default') }}
),

factors as (
    select * from {{ ref('int_quality__factors') }}
),

measures as (
    select * from {{ ref('int_quality__measures') }}
),

baskets as (
    select baskets.*
    from {{ ref('quality_baskets') }} as baskets
    inner join {{ ref('specification_levels') }} as levels
        on
            baskets.quality_basket = levels.level
            and levels.dimension = 'quality_basket'
            and levels.is_default
    where baskets.weight > 0
),

draws as (
    {{ whole_numbers(1000, 'draw') }}
),

-- gammas of a shape above 64 would need more terms; no basket asks for one
terms as (
    {{ whole_numbers(64, 'term') }}
),

-- Dirichlet: gammas of whole shape as sums of -ln(u), over their sum
gamma_terms as (
    select
        draws.draw,
        baskets.measure_id,
        {{ uniform_from_key(
            "'weight|' || baskets.measure_id || '|' || cast(terms.term as string) || '|' || "
            ~ "cast(draws.draw as string)"
        ) }} as uniform
    from draws
    cross join baskets
    inner join terms on baskets.concentration >= terms.term
),

gammas as (
    select
        draw,
        measure_id,
        sum(-ln(uniform)) as gamma
    from gamma_terms
    group by draw, measure_id
),

weights as (
    select
        draw,
        measure_id,
        gamma / sum(gamma) over (partition by draw) as weight
    from gammas
),

-- one deviate a trust, year, measure and draw, whatever the basis
standardised as (
    select distinct
        factors.trust_code,
        factors.financial_year,
        factors.measure_id
    from factors
    inner join measures
        on
            factors.trust_basis = measures.trust_basis
            and factors.trust_code = measures.trust_code
            and factors.financial_year = measures.financial_year
            and factors.measure_id = measures.measure_id
    inner join baskets on factors.measure_id = baskets.measure_id
    where measures.expected is not null
),

uniforms as (
    select
        standardised.trust_code,
        standardised.financial_year,
        standardised.measure_id,
        draws.draw,
        {{ uniform_from_key(
            "'error|' || standardised.measure_id || '|' || standardised.trust_code || '|' || "
            ~ "standardised.financial_year || '|' || cast(draws.draw as string)"
        ) }} as uniform
    from standardised
    cross join draws
),

deviates as (
    select
        trust_code,
        financial_year,
        measure_id,
        draw,
        {{ normal_quantile('uniform') }} as deviate
    from uniforms
),

-- observed enters below the line, so an error in ln(O/E) is taken from ln(q)
quality_draws as (
    select
        factors.trust_basis,
        factors.trust_code,
        factors.financial_year,
        weights.draw,
        sum(
            weights.weight * (
                ln(factors.quality_factor)
                - coalesce(deviates.deviate / sqrt(measures.expected), 0e0)
            )
        ) as log_quality
    from factors
    inner join measures
        on
            factors.trust_basis = measures.trust_basis
            and factors.trust_code = measures.trust_code
            and factors.financial_year = measures.financial_year
            and factors.measure_id = measures.measure_id
    inner join weights on factors.measure_id = weights.measure_id
    left join deviates
        on
            factors.trust_code = deviates.trust_code
            and factors.financial_year = deviates.financial_year
            and factors.measure_id = deviates.measure_id
            and weights.draw = deviates.draw
    group by
        factors.trust_basis, factors.trust_code, factors.financial_year, weights.draw
),

value_draws as (
    select
        ranked.trust_basis,
        ranked.trust_code,
        ranked.financial_year,
        ranked.spend_basis,
        quality_draws.draw,
        1000e0 * ranked.weighted_activity * exp(quality_draws.log_quality) / ranked.spend_gbp
            as value_per_1000_gbp
    from ranked
    inner join quality_draws
        on
            ranked.trust_basis = quality_draws.trust_basis
            and ranked.trust_code = quality_draws.trust_code
            and ranked.financial_year = quality_draws.financial_year
),

rank_draws as (
    select
        trust_basis,
        trust_code,
        financial_year,
        spend_basis,
        value_per_1000_gbp,
        rank() over (
            partition by trust_basis, financial_year, spend_basis, draw
            order by value_per_1000_gbp desc
        ) as value_rank,
        count(*) over (partition by trust_basis, financial_year, spend_basis, draw) as trusts
    from value_draws
),

intervals as (
    select
        trust_basis,
        trust_code,
        financial_year,
        spend_basis,
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
    group by trust_basis, trust_code, financial_year, spend_basis
)

select * from intervals
