-- method: §8. What "the others" reach, by specification: mean, spend-weighted mean or median of the
-- value of the trusts outside the largest group; also over the common cohort alone, the trusts
-- valued under every specification of the year.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

grid as (
    select * from {{ ref('int_findings__grid') }}
),

-- a size carried from another year puts a trust in neither group: the claim is of the year's
-- accounts
outside as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where not is_in_largest_group and not size_is_carried
),

common_cohort as (
    {{ common_cohort('valued') }}
),

others as (
    select
        financial_year,
        grid.specification_id,
        grid.reference,
        valued.value_per_1000_gbp,
        valued.spend_gbp,
        case when common_cohort.is_common then valued.value_per_1000_gbp end as common_value,
        case when common_cohort.is_common then valued.spend_gbp end as common_spend_gbp
    from grid
    inner join outside using (financial_year, largest_definition)
    inner join valued using (financial_year, trust_code, valuation_id)
    left join common_cohort using (financial_year, trust_code)
)

select
    financial_year,
    specification_id,
    {{ reference_value('reference', 'value_per_1000_gbp', 'spend_gbp') }} as reference_value,
    {{ reference_value('reference', 'common_value', 'common_spend_gbp') }} as common_reference_value
from others
group by financial_year, specification_id
