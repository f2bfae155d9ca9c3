-- Without this draws of the wrong distribution build green: a term of a gamma lost, halves of the
-- uniforms folded together, a deviate that both measures share. Every interval would still hold its
-- value, only too narrow or too wide (method §6.4). Uniforms and deviates are those of every trust
-- with a default value, weights those of the default basket. A moment may stray by five standard
-- errors of itself; the variance of a weight by a fifth (its standard error is a twentieth), and
-- that of the weights together by an eighth.
with trusts as (
    select distinct trust_code from {{ ref('stg_nof__league_table') }}
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

draws as (
    {{ whole_numbers(1000, 'draw') }}
),

uniforms as (
    select
        {{ draw_of_error("'mortality'", 'trusts.trust_code', "'2024-25'", 'draws.draw') }}
            as mortality,
        {{ draw_of_error("'readmissions'", 'trusts.trust_code', "'2024-25'", 'draws.draw') }}
            as readmissions
    from trusts
    cross join draws
),

deviates as (
    select
        {{ normal_quantile('mortality') }} as mortality,
        {{ normal_quantile('readmissions') }} as readmissions
    from uniforms
),

uniform_column as (
    select mortality as drawn from uniforms
    union all
    select readmissions as drawn from uniforms
),

deviate_column as (
    select mortality as drawn from deviates
    union all
    select readmissions as drawn from deviates
),

shapes as (
    select
        0 as kind,
        measure_id,
        concentration as shape
    from baskets
),

weights as (
    {{ weight_draws('shapes', 1000) }}
),

drawn_weights as (
    select
        measure_id,
        avg(weight) as mean_weight,
        var_samp(weight) as weight_variance
    from weights
    group by measure_id
),

-- a share of a Dirichlet distribution has the variance λ(1 − λ) ÷ (Σc + 1); Σc is 16 by default
intended_weights as (
    select
        measure_id,
        weight as mean_weight,
        weight * (1 - weight) / (sum(concentration) over () + 1e0) as weight_variance
    from baskets
),

compared_weights as (
    select
        intended.measure_id,
        drawn.mean_weight,
        drawn.weight_variance,
        intended.mean_weight as intended_mean,
        intended.weight_variance as intended_variance
    from intended_weights as intended
    left join drawn_weights as drawn on intended.measure_id = drawn.measure_id
),

moments as (
    select
        'mean of the uniforms' as moment,
        avg(drawn) as found,
        0.5e0 as expected,
        5e0 / sqrt(12e0 * count(*)) as tolerance
    from uniform_column
    union all
    select
        'variance of the uniforms' as moment,
        var_samp(drawn) as found,
        1e0 / 12e0 as expected,
        5e0 / sqrt(180e0 * count(*)) as tolerance
    from uniform_column
    union all
    select
        'mean of the deviates' as moment,
        avg(drawn) as found,
        0e0 as expected,
        5e0 / sqrt(count(*)) as tolerance
    from deviate_column
    union all
    select
        'variance of the deviates' as moment,
        var_samp(drawn) as found,
        1e0 as expected,
        5e0 * sqrt(2e0 / count(*)) as tolerance
    from deviate_column
    union all
    select
        'third moment of the deviates' as moment,
        avg(drawn * drawn * drawn) as found,
        0e0 as expected,
        5e0 * sqrt(15e0 / count(*)) as tolerance
    from deviate_column
    union all
    select
        'fourth moment of the deviates' as moment,
        avg(drawn * drawn * drawn * drawn) as found,
        3e0 as expected,
        5e0 * sqrt(96e0 / count(*)) as tolerance
    from deviate_column
    union all
    select
        'correlation of the deviates of the two measures' as moment,
        corr(mortality, readmissions) as found,
        0e0 as expected,
        5e0 / sqrt(count(*)) as tolerance
    from deviates
    union all
    select
        'mean weight of ' || measure_id as moment,
        mean_weight as found,
        intended_mean as expected,
        5e0 * sqrt(intended_variance / 1000e0) as tolerance
    from compared_weights
    union all
    select
        'variance of the weight of ' || measure_id as moment,
        weight_variance as found,
        intended_variance as expected,
        0.2e0 * intended_variance as tolerance
    from compared_weights
    union all
    select
        'variance of the weights together' as moment,
        avg(weight_variance) as found,
        avg(intended_variance) as expected,
        0.125e0 * avg(intended_variance) as tolerance
    from compared_weights
)

select * from moments
where found is null or abs(found - expected) > tolerance
