-- method: §5.5. What one more unit of each quality measure is worth in the default specification:
-- λ × E × Q ÷ units, since value is proportional to each factor to the power of its weight.
with valued as (
    select * from {{ ref('int_value__default_specification') }}
    where is_default
),

baskets as (
    {{ default_basket(ref('quality_baskets'), ref('specification_levels')) }}
),

measures as (
    select * from {{ ref('int_quality__measures') }}
),

units as (
    select * from {{ ref('quality_units') }}
),

prices as (
    select * from {{ ref('int_activity__prices') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

counted as (
    select
        valued.trust_code,
        valued.financial_year,
        measure_id,
        baskets.weight,
        units.unit,
        units.reference,
        units.reference_point_of_delivery as point_of_delivery,
        -- a numerator of part of a year stands for the whole of it
        measures.numerator * 12e0 / nullif(measures.months_reported, 0)
        / nullif(units.counted_in_a_year, 0) as units_count,
        baskets.weight * valued.weighted_activity as weighted_activity_gbp,
        valued.quality_factor
    from valued
    cross join baskets
    inner join measures using (trust_code, financial_year, measure_id)
    left join units using (measure_id)
)

select
    trust_code,
    financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    counted.measure_id,
    counted.weight,
    counted.unit,
    counted.units_count,
    counted.weighted_activity_gbp * counted.quality_factor / nullif(counted.units_count, 0)
        as implied_price_gbp,
    counted.weighted_activity_gbp / nullif(counted.units_count, 0)
        as implied_price_at_average_quality_gbp,
    prices.unit_price_gbp as reference_price_gbp,
    counted.reference,
    case when counted.units_count > 0 then 'published' else 'no units' end as status,
    case
        when counted.units_count > 0 and prices.unit_price_gbp is not null
            then 'a reference price is landed'
        when counted.units_count > 0 then 'no reference price is landed'
        else 'the measure is published without the count it is made of'
    end as reason
from counted
inner join profile using (trust_code, financial_year)
left join prices using (financial_year, point_of_delivery)
