-- method: §6.3. The default specification and its operating twin, with ranks: which levels are the
-- default is a column of the seed specification_levels.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

sizes as (
    select * from {{ ref('int_trusts__size') }}
),

default_and_twin as (
    select
        valued.trust_code,
        valued.financial_year,
        valued.region_name,
        valued.trust_type,
        valued.spend_basis,
        valued.spend_basis = default_levels.spend_basis as is_default,
        valued.weighted_activity,
        valued.quality_factor,
        valued.spend_gbp,
        valued.value_per_1000_gbp,
        sizes.size_band
    from valued
    inner join default_levels
        on
            valued.activity_basis = default_levels.activity_basis
            and valued.quality_basket = default_levels.quality_basket
            and valued.spend_basis in (default_levels.spend_basis, 'operating')
    left join sizes using (trust_code, financial_year)
),

ranked as (
    select
        trust_code,
        financial_year,
        region_name,
        trust_type,
        size_band,
        spend_basis,
        is_default,
        weighted_activity,
        quality_factor,
        spend_gbp,
        value_per_1000_gbp,
        100e0 * value_per_1000_gbp
        * sum(spend_gbp) over (partition by financial_year, spend_basis)
        / nullif(
            sum(spend_gbp * value_per_1000_gbp)
                over (partition by financial_year, spend_basis),
            0
        ) as value_index,
        cast(
            rank() over (
                partition by financial_year, spend_basis
                order by value_per_1000_gbp desc
            ) as bigint
        ) as value_rank,
        cast(
            rank() over (
                partition by financial_year, spend_basis, region_name
                order by value_per_1000_gbp desc
            ) as bigint
        ) as value_rank_in_region,
        case
            when size_band is not null
                then cast(
                    rank() over (
                        partition by financial_year, spend_basis, size_band
                        order by value_per_1000_gbp desc
                    ) as bigint
                )
        end as value_rank_in_size_band,
        cast(
            rank() over (
                partition by financial_year, spend_basis, trust_type
                order by value_per_1000_gbp desc
            ) as bigint
        ) as value_rank_in_trust_type
    from default_and_twin
)

select * from ranked
