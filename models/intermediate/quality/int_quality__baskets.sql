-- method: §5.4. Q = Π q_k^λ_k, for trusts that have every measure of the basket.
with factors as (
    select * from {{ ref('int_quality__factors') }}
),

my_specification as (
    select * from {{ ref('int_value__my_specification') }}
),

baskets as (
    select
        quality_basket,
        measure_id,
        weight
    from {{ ref('quality_baskets') }}
    union all
    select
        'my specification' as quality_basket,
        name as measure_id,
        value as weight
    from {{ ref('my_specification') }}
    where setting = 'weight'
    union all
    select
        'my specification' as quality_basket,
        copied.measure_id,
        copied.weight
    from {{ ref('quality_baskets') }} as copied
    inner join my_specification on copied.quality_basket = my_specification.quality_basket
    where my_specification.weights = 0
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

basket_sizes as (
    select
        quality_basket,
        count(measure_id) as measures_needed
    from baskets
    group by quality_basket
),

products as (
    select
        factors.trust_code,
        factors.financial_year,
        baskets.quality_basket,
        count(*) as measures_found,
        exp(sum(baskets.weight * ln(factors.quality_factor))) as quality
    from factors
    inner join baskets on factors.measure_id = baskets.measure_id
    where factors.quality_factor > 0
    group by
        factors.trust_code,
        factors.financial_year,
        baskets.quality_basket
),

complete as (
    select
        products.trust_code,
        products.financial_year,
        products.quality_basket,
        products.quality
    from products
    inner join basket_sizes
        on
            products.quality_basket = basket_sizes.quality_basket
            and products.measures_found = basket_sizes.measures_needed
),

-- an empty basket needs nothing: Q is 1 for everybody
without_measures as (
    select
        cohort.trust_code,
        cohort.financial_year,
        basket_sizes.quality_basket,
        1e0 as quality
    from cohort
    cross join basket_sizes
    where basket_sizes.measures_needed = 0
),

every_basket as (
    select * from complete
    union all
    select * from without_measures
)

select * from every_basket
