-- method: §4. The three activity bases by point of delivery. count: contacts; pod_weighted: £ at
-- national prices; casemix_weighted: £ of re-based expected cost.
with counts as (
    select * from {{ ref('int_activity__trust_counts') }}
),

prices as (
    select * from {{ ref('int_activity__prices') }}
),

pots as (
    select * from {{ ref('int_activity__pot_costs') }}
),

contacts as (
    select
        trust_code,
        financial_year,
        'count' as activity_basis,
        point_of_delivery,
        activity_source,
        activity_count,
        cast(null as double) as unit_price_gbp,
        cast(null as double) as rebase_factor,
        activity_count as weighted_activity
    from counts
    where point_of_delivery in ('admission', 'a_and_e', 'outpatient')
),

priced as (
    select
        counts.trust_code,
        counts.financial_year,
        'pod_weighted' as activity_basis,
        counts.point_of_delivery,
        counts.activity_source,
        counts.activity_count,
        prices.unit_price_gbp,
        cast(null as double) as rebase_factor,
        counts.activity_count * prices.unit_price_gbp as weighted_activity
    from counts
    inner join prices using (financial_year, point_of_delivery)
    where counts.point_of_delivery in ('non_elective', 'elective', 'a_and_e', 'outpatient')
),

casemix as (
    select
        trust_code,
        financial_year,
        'casemix_weighted' as activity_basis,
        mapping_pot as point_of_delivery,
        'ncc' as activity_source,
        cast(null as double) as activity_count,
        cast(null as double) as unit_price_gbp,
        rebase_factor,
        rebased_expected_cost_gbp as weighted_activity
    from pots
),

stacked as (
    select * from contacts
    union all
    select * from priced
    union all
    select * from casemix
)

select * from stacked
