-- method: §9.6. Each trust's place on each measure, and the opportunity in the measure's natural
-- unit were it at the median, the top quartile or the best of its type; floored at zero.
with measures as (
    select * from {{ ref('int_value__measures') }}
),

definitions as (
    select * from {{ ref('measures') }}
),

quartiles as (
    select
        financial_year,
        measure_id,
        percentile_cont(0.25) within group (order by value) as p25,
        percentile_cont(0.5) within group (order by value) as median_value,
        percentile_cont(0.75) within group (order by value) as p75
    from measures
    group by financial_year, measure_id
),

bests as (
    select
        financial_year,
        measure_id,
        trust_type,
        min(value) as lowest,
        max(value) as highest
    from measures
    group by financial_year, measure_id, trust_type
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
    where is_default
),

-- of the peers of the year alone: a year without peers has no quartiles of theirs
peer_quartiles as (
    select
        neighbours.trust_code,
        neighbours.financial_year,
        measures.measure_id,
        count(*) as peers_measured,
        percentile_cont(0.25) within group (order by measures.value) as peer_p25,
        percentile_cont(0.5) within group (order by measures.value) as peer_median,
        percentile_cont(0.75) within group (order by measures.value) as peer_p75
    from neighbours
    inner join measures
        on
            neighbours.peer_trust_code = measures.trust_code
            and neighbours.financial_year = measures.financial_year
    group by neighbours.trust_code, neighbours.financial_year, measures.measure_id
),

before as (
    select
        trust_code,
        measure_id,
        {{ financial_year_number('financial_year') }} + 1 as year_number,
        value
    from measures
),

placed as (
    select
        {{ financial_year_number('measures.financial_year') }} as year_number,
        measures.trust_code,
        financial_year,
        measure_id,
        measures.trust_name,
        measures.region_name,
        trust_type,
        measures.size_band,
        measures.value,
        measures.base,
        definitions.polarity,
        definitions.opportunity_kind,
        definitions.opportunity_unit,
        quartiles.median_value,
        case definitions.polarity
            when 'higher is better' then quartiles.p75
            when 'lower is better' then quartiles.p25
        end as top_quartile,
        case definitions.polarity
            when 'higher is better' then bests.highest
            when 'lower is better' then bests.lowest
        end as best_of_type,
        percent_rank() over (
            partition by financial_year, measure_id
            order by measures.value
        ) as percentile
    from measures
    inner join definitions using (measure_id)
    inner join quartiles using (financial_year, measure_id)
    left join bests using (financial_year, measure_id, trust_type)
)

select
    trust_code,
    placed.financial_year,
    placed.trust_name,
    placed.region_name,
    placed.trust_type,
    placed.size_band,
    measure_id,
    placed.value,
    placed.percentile,
    placed.value - placed.median_value as distance_to_median,
    placed.value - placed.top_quartile as distance_to_top_quartile,
    {{ opportunity('placed.median_value') }} as opportunity_to_median,
    {{ opportunity('placed.top_quartile') }} as opportunity,
    {{ opportunity('placed.best_of_type') }} as opportunity_to_best_of_type,
    placed.opportunity_unit,
    placed.value - before.value as change_on_year,
    peer_quartiles.peers_measured,
    peer_quartiles.peer_p25,
    peer_quartiles.peer_median,
    peer_quartiles.peer_p75
from placed
left join before using (trust_code, measure_id, year_number)
left join peer_quartiles using (trust_code, financial_year, measure_id)
