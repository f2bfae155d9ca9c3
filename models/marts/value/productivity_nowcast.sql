-- method: §9.8. Value of a year × (1 + the growth of productivity that another publisher estimates
-- for the next): a projection of one figure by another's, never an index of that year.
with valued as (
    select * from {{ ref('int_value__default_specification') }}
    where is_default
),

growth as (
    select
        trust_code,
        period_end,
        value,
        {{ financial_year_of('period_end') }} as financial_year
    from {{ ref('int_quality__framework') }}
    where metric_id = 'growth'
    qualify row_number() over (partition by trust_code order by financial_year) = 1
),

intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

-- the year that the growth is on: the one before the framework's
base as (
    select distinct
        financial_year as projected_year,
        {{ financial_year_from(financial_year_number('financial_year') ~ ' - 1') }}
            as financial_year
    from growth
),

projected as (
    select
        trust_code,
        valued.financial_year,
        base.projected_year,
        valued.spend_basis,
        valued.value_per_1000_gbp,
        valued.value_rank,
        growth.value as productivity_growth,
        valued.value_per_1000_gbp * (1e0 + growth.value) as projected_value_per_1000_gbp
    from valued
    inner join base using (financial_year)
    left join growth using (trust_code)
),

ranked as (
    select
        *,
        case
            when projected_value_per_1000_gbp is not null
                then cast(
                    rank() over (
                        partition by financial_year
                        order by projected_value_per_1000_gbp desc nulls last
                    ) as bigint
                )
        end as projected_rank
    from projected
)

select
    trust_code,
    financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    ranked.value_per_1000_gbp,
    ranked.value_rank,
    intervals.value_rank_low,
    intervals.value_rank_high,
    ranked.projected_year,
    ranked.productivity_growth as productivity_growth_share,
    ranked.projected_value_per_1000_gbp,
    ranked.projected_rank,
    ranked.projected_rank - ranked.value_rank as rank_change,
    case when ranked.productivity_growth is null then 'no growth' else 'projection' end as status,
    case
        when ranked.productivity_growth is null
            then 'no productivity growth estimate is published for this trust'
        else
            'a projection: value of ' || financial_year || ' times one plus the growth that NHS '
            || 'England estimates for ' || ranked.projected_year || ', not an index of that year'
    end as reason
from ranked
inner join profile using (trust_code, financial_year)
inner join intervals using (trust_code, financial_year, spend_basis)
