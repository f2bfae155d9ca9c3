-- method: §8 (C6). Each region's lowest and highest trust by value under every specification, and
-- whether the lowest is one of the region's two largest.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

sizes as (
    select * from {{ ref('int_trusts__size') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

valuations as (
    select distinct
        financial_year,
        valuation_id,
        activity_basis,
        spend_basis,
        quality_basket
    from valued
),

-- every cohort trust of the region stands here, with a value or without
{% set region = 'financial_year, cohort.region_name, valuation_id' -%}
placed as (
    select
        financial_year,
        cohort.region_name,
        valuation_id,
        trust_code,
        sizes.size_rank_in_region,
        valued.value_per_1000_gbp,
        case
            when valued.value_per_1000_gbp is not null then cast(
                rank() over (
                    partition by {{ region }}, valued.value_per_1000_gbp is null
                    order by sizes.size_gbp desc nulls last
                ) as bigint
            )
        end as size_rank_among_valued,
        row_number() over (
            partition by {{ region }}
            order by valued.value_per_1000_gbp asc nulls last, trust_code asc
        ) = 1 as is_lowest,
        row_number() over (
            partition by {{ region }}
            order by valued.value_per_1000_gbp desc nulls last, trust_code asc
        ) = 1 as is_highest
    from cohort
    inner join valuations using (financial_year)
    left join sizes using (trust_code, financial_year)
    left join valued using (trust_code, financial_year, valuation_id)
),

-- of trusts of the same value, the first code stands for them
extremes as (
    select
        financial_year,
        region_name,
        valuation_id,
        count(value_per_1000_gbp) as trusts,
        count(*) - count(value_per_1000_gbp) as trusts_missing,
        max(case when is_lowest then trust_code end) as lowest_trust_code,
        max(case when is_lowest then size_rank_in_region end) as lowest_trust_size_rank_in_region,
        max(case when is_lowest then size_rank_among_valued end)
            as lowest_trust_size_rank_among_valued,
        min(value_per_1000_gbp) as lowest_value_per_1000_gbp,
        max(case when is_highest then trust_code end) as highest_trust_code,
        max(value_per_1000_gbp) as highest_value_per_1000_gbp,
        count(case when size_rank_in_region <= 2 then value_per_1000_gbp end)
            as two_largest_with_value
    from placed
    group by financial_year, region_name, valuation_id
)

-- where one of the two largest has no value and the lowest of the rest is neither, the missing
-- trust may be lower still: nobody can tell
select
    extremes.*,
    valuations.activity_basis,
    valuations.spend_basis,
    valuations.quality_basket,
    case
        when extremes.lowest_trust_size_rank_in_region <= 2 then 'yes'
        when extremes.two_largest_with_value < 2 then 'not determinable'
        when extremes.lowest_trust_size_rank_in_region > 2 then 'no'
        else 'not determinable'
    end as is_lowest_largest_or_second
from extremes
inner join valuations using (financial_year, valuation_id)
where extremes.trusts > 0
