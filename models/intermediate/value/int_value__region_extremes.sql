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

specifications as (
    select distinct
        financial_year,
        activity_basis,
        spend_basis,
        quality_basket
    from valued
),

-- every cohort trust of the region stands here, with a value or without
placed as (
    select
        cohort.financial_year,
        cohort.region_name,
        specifications.activity_basis,
        specifications.spend_basis,
        specifications.quality_basket,
        cohort.trust_code,
        sizes.size_gbp,
        sizes.size_rank_in_region,
        valued.value_per_1000_gbp,
        case
            when valued.trust_code is not null then cast(
                rank() over (
                    partition by
                        cohort.financial_year,
                        cohort.region_name,
                        specifications.activity_basis,
                        specifications.spend_basis,
                        specifications.quality_basket,
                        valued.trust_code is null
                    order by sizes.size_gbp desc nulls last
                ) as bigint
            )
        end as size_rank_among_valued,
        row_number() over (
            partition by
                cohort.financial_year,
                cohort.region_name,
                specifications.activity_basis,
                specifications.spend_basis,
                specifications.quality_basket
            order by valued.value_per_1000_gbp asc nulls last, cohort.trust_code asc
        ) = 1 as is_lowest,
        row_number() over (
            partition by
                cohort.financial_year,
                cohort.region_name,
                specifications.activity_basis,
                specifications.spend_basis,
                specifications.quality_basket
            order by valued.value_per_1000_gbp desc nulls last, cohort.trust_code asc
        ) = 1 as is_highest
    from cohort
    inner join specifications using (financial_year)
    left join sizes using (trust_code, financial_year)
    left join valued
        on
            cohort.trust_code = valued.trust_code
            and cohort.financial_year = valued.financial_year
            and specifications.activity_basis = valued.activity_basis
            and specifications.spend_basis = valued.spend_basis
            and specifications.quality_basket = valued.quality_basket
),

-- of trusts of the same value, the first code stands for them
extremes as (
    select
        financial_year,
        region_name,
        activity_basis,
        spend_basis,
        quality_basket,
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
    group by
        financial_year,
        region_name,
        activity_basis,
        spend_basis,
        quality_basket
),

-- where one of the two largest has no value and the lowest of the rest is neither, the missing
-- trust may be lower still: nobody can tell
judged as (
    select
        *,
        case
            when lowest_trust_size_rank_in_region <= 2 then 'yes'
            when two_largest_with_value < 2 then 'not determinable'
            when lowest_trust_size_rank_in_region > 2 then 'no'
            else 'not determinable'
        end as is_lowest_largest_or_second
    from extremes
    where trusts > 0
)

select * from judged
