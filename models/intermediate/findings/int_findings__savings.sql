-- method: §8. Saving of each trust of a largest group under every specification: what its spend
-- would fall by were the same activity done at the reference value.
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

reference_values as (
    select * from {{ ref('int_findings__references') }}
),

common_cohort as (
    {{ common_cohort('valued') }}
)

select
    trust_code,
    financial_year,
    specification_id,
    grid.activity_basis,
    grid.spend_basis,
    grid.quality_basket,
    grid.reference,
    largest_definition,
    reference_values.reference_value,
    valued.value_per_1000_gbp,
    valued.spend_gbp,
    {{ saving('1e0', 'valued.value_per_1000_gbp', 'reference_values.reference_value') }}
        as value_gap_share,
    {{ saving(
        'valued.spend_gbp', 'valued.value_per_1000_gbp', 'reference_values.reference_value'
    ) }} as saving_gbp,
    case when common_cohort.is_common then {{ saving(
        'valued.spend_gbp', 'valued.value_per_1000_gbp', 'reference_values.common_reference_value'
    ) }} end as saving_common_cohort_gbp
from grid
inner join reference_values using (financial_year, specification_id)
inner join members using (financial_year, largest_definition)
inner join valued using (trust_code, financial_year, valuation_id)
left join common_cohort using (trust_code, financial_year)
