-- method: §8 (C6). Were the lowest of each region's n trusts any of them alike, it would be one of
-- the two largest with probability 2/n. The exact chance (Poisson-binomial) that this happens in as
-- many regions as it does, or in all: every subset of the regions is counted out. A region of which
-- one of the two largest has no value stays out: it can be told only where the answer is yes.
with regions as (
    select
        *,
        least(2e0 / nullif(trusts, 0), 1e0) as probability
    from {{ ref('int_findings__region_extremes') }}
    where is_lowest_largest_or_second != 'not determinable' and two_largest_with_value = 2
),

numbered as (
    select
        financial_year,
        valuation_id,
        probability,
        case when is_lowest_largest_or_second = 'yes' then 1 else 0 end as is_hit,
        row_number() over (
            partition by financial_year, valuation_id
            order by region_name
        ) as region_number,
        count(*) over (
            partition by financial_year, valuation_id
        ) as regions
    from regions
),

-- enough for ten regions; England has seven
subsets as (
    {{ whole_numbers(1024, 'subset') }}
),

members as (
    select
        numbered.*,
        subsets.subset,
        cast(floor((subsets.subset - 1) / power(2e0, numbered.region_number - 1)) as bigint) % 2
            as is_in_subset
    from numbered
    inner join subsets on power(2e0, numbered.regions) >= subsets.subset
),

factors as (
    select
        *,
        case when is_in_subset = 1 then probability else 1e0 - probability end as factor
    from members
),

-- a region of one or two trusts is certain: its factor of zero has no logarithm
outcomes as (
    select
        financial_year,
        valuation_id,
        subset,
        max(regions) as regions,
        sum(is_hit) as hits,
        sum(is_in_subset) as hits_by_chance,
        case
            when min(factor) > 0 then exp(sum(ln(case when factor > 0 then factor end))) else 0e0
        end as probability
    from factors
    group by financial_year, valuation_id, subset
),

chances as (
    select
        financial_year,
        valuation_id,
        max(regions) as regions_compared,
        cast(max(hits) as bigint) as regions_found,
        sum(case when hits_by_chance >= hits then probability else 0e0 end)
            as probability_of_as_many_by_chance,
        sum(case when hits_by_chance = regions then probability else 0e0 end)
            as probability_of_all_by_chance
    from outcomes
    group by financial_year, valuation_id
)

select * from chances
