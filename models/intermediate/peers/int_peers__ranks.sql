-- method: §6.4, §6.6. The rank of each trust among itself and its peers, 1 the highest, by the
-- default specification and its operating twin, with the bounds of the 1,000 draws.
{% set spend_bases = ['costed', 'operating'] -%}
with valued as (
    select
        *,
        ln(weighted_activity / nullif(spend_gbp, 0)) as log_productivity
    from {{ ref('int_value__default_specification') }}
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
    where is_default
),

-- draw 0 is the quality as published
quality_draws as (
    select
        trust_code,
        financial_year,
        draw,
        log_quality
    from {{ ref('int_quality__draws') }}
    where kind = 0
    union all
    select
        trust_code,
        financial_year,
        0 as draw,
        ln(quality_factor) as log_quality
    from valued
    where is_default
),

-- what draws leave as it is: how far the peer leads in productivity
leads as (
    select
        own.trust_code,
        own.financial_year,
        own.spend_basis,
        neighbours.peer_trust_code,
        theirs.log_productivity - own.log_productivity as peer_lead
    from valued as own
    inner join neighbours using (trust_code, financial_year)
    inner join valued as theirs
        on
            neighbours.peer_trust_code = theirs.trust_code
            and own.financial_year = theirs.financial_year
            and own.spend_basis = theirs.spend_basis
),

pairs as (
    select
        trust_code,
        financial_year,
        peer_trust_code,
    {%- for spend_basis in spend_bases %}
        max(case when spend_basis = '{{ spend_basis }}' then peer_lead end)
            as {{ spend_basis }}_lead{{ ',' if not loop.last }}
    {%- endfor %}
    from leads
    group by trust_code, financial_year, peer_trust_code
),

drawn as (
    select
        pairs.trust_code,
        pairs.financial_year,
        own_draws.draw,
    {%- for spend_basis in spend_bases %}
        1 + sum(
            case
                when {{ spend_basis }}_lead > own_draws.log_quality - peer_draws.log_quality then 1
                when {{ spend_basis }}_lead is not null then 0
            end
        ) as {{ spend_basis }}_rank{{ ',' if not loop.last }}
    {%- endfor %}
    from pairs
    inner join quality_draws as own_draws using (trust_code, financial_year)
    inner join quality_draws as peer_draws
        on
            pairs.peer_trust_code = peer_draws.trust_code
            and pairs.financial_year = peer_draws.financial_year
            and own_draws.draw = peer_draws.draw
    group by pairs.trust_code, pairs.financial_year, own_draws.draw
),

ranks as (
    select
        trust_code,
        financial_year,
    {%- for spend_basis in spend_bases %}
        cast(max(case when draw = 0 then {{ spend_basis }}_rank end) as bigint)
            as {{ spend_basis }}_rank,
        cast(
            floor(
                percentile_cont(0.025) within group (order by {{ spend_basis }}_rank)
                filter (where draw > 0)
            ) as bigint
        ) as {{ spend_basis }}_rank_low,
        cast(
            ceil(
                percentile_cont(0.975) within group (order by {{ spend_basis }}_rank)
                filter (where draw > 0)
            ) as bigint
        ) as {{ spend_basis }}_rank_high{{ ',' if not loop.last }}
    {%- endfor %}
    from drawn
    group by trust_code, financial_year
)

select * from ranks
