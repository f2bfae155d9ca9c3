-- method: §8. Saving of each trust of a largest group under every specification: what its spend
-- would fall by were the same activity done at the reference value, that of the others or, where
-- the reference is peers, of its own.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

grid as (
    select * from {{ ref('int_findings__grid') }}
),

members as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group and not size_is_carried
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
    where is_default
),

reference_values as (
    select * from {{ ref('int_findings__references') }}
),

common_cohort as (
    {{ common_cohort('valued') }}
),

peer_values as (
    select
        neighbours.trust_code,
        neighbours.financial_year,
        peers.valuation_id,
        avg(peers.value_per_1000_gbp) as reference_value,
        avg(case when common_cohort.is_common then peers.value_per_1000_gbp end)
            as common_reference_value
    from neighbours
    inner join valued as peers
        on
            neighbours.peer_trust_code = peers.trust_code
            and neighbours.financial_year = peers.financial_year
    left join common_cohort
        on
            peers.trust_code = common_cohort.trust_code
            and peers.financial_year = common_cohort.financial_year
    group by neighbours.trust_code, neighbours.financial_year, peers.valuation_id
),

held_against as (
    select
        trust_code,
        financial_year,
        specification_id,
        grid.activity_basis,
        grid.spend_basis,
        grid.quality_basket,
        grid.reference,
        largest_definition,
        case
            when grid.reference = 'peers' then peer_values.reference_value
            else reference_values.reference_value
        end as reference_value,
        case
            when not coalesce(common_cohort.is_common, false) then null
            when grid.reference = 'peers' then peer_values.common_reference_value
            else reference_values.common_reference_value
        end as common_reference_value,
        valued.value_per_1000_gbp,
        valued.spend_gbp
    from grid
    inner join reference_values using (financial_year, specification_id)
    inner join members using (financial_year, largest_definition)
    inner join valued using (trust_code, financial_year, valuation_id)
    left join peer_values using (trust_code, financial_year, valuation_id)
    left join common_cohort using (trust_code, financial_year)
)

select
    trust_code,
    financial_year,
    specification_id,
    activity_basis,
    spend_basis,
    quality_basket,
    reference,
    largest_definition,
    reference_value,
    value_per_1000_gbp,
    spend_gbp,
    {{ saving('1e0', 'value_per_1000_gbp', 'reference_value') }} as value_gap_share,
    {{ saving('spend_gbp', 'value_per_1000_gbp', 'reference_value') }} as saving_gbp,
    {{ saving('spend_gbp', 'value_per_1000_gbp', 'common_reference_value') }}
        as saving_common_cohort_gbp
from held_against
where reference_value is not null
