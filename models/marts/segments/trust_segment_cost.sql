-- method: §4.3
with trusts as (
    select * from {{ ref('int_segments__trusts') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
)

select
    trusts.trust_code,
    trusts.financial_year,
    cohort.trust_name,
    cohort.region_name,
    cohort.trust_type,
    trusts.level,
    trusts.segment,
    trusts.activity_count,
    trusts.actual_cost_gbp,
    trusts.expected_cost_gbp,
    trusts.unit_cost_index,
    trusts.cost_share,
    trusts.peer_cost_share,
    trusts.peer_trusts,
    trusts.gap_to_peers_gbp,
    trusts.mix_effect_gbp,
    trusts.unit_cost_effect_gbp,
    case when trusts.has_costs then 'published' else 'nil' end as status,
    case
        when trusts.has_costs and trusts.level = 'pot'
            then 'only the totals by pot are landed for the year'
        when trusts.has_costs and trusts.level like 'department and service%'
            then
                'the cost index by department and service is landed for the year, '
                || case
                    when trusts.level = 'department and service' then 'adjusted'
                    else 'not adjusted'
                end
                || ' for the market forces factor'
        when trusts.has_costs then 'the organisation file is landed for the year'
        else 'the trust reports no costs here and its peers do'
    end as reason
from trusts
inner join cohort using (trust_code, financial_year)
