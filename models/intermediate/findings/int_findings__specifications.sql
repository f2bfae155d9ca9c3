-- method: §8. One row a specification: the saving of the largest group and the tests of the claims.
{%- set specification = 'financial_year, specification_id' %}
{%- set valuation = 'financial_year, valuation_id' %}
with grid as (
    select * from {{ ref('int_findings__grid') }}
    where not is_excluded
),

valued as (
    select * from {{ ref('int_value__specifications') }}
),

savings as (
    select * from {{ ref('int_findings__savings') }}
),

members as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group
),

reference_values as (
    select * from {{ ref('int_findings__references') }}
),

chances as (
    select * from {{ ref('int_findings__region_chance') }}
),

claimed_first as (
    select claimed_trust_code as trust_code from {{ ref('claims') }}
    where claim_id = 'C5'
),

group_savings as (
    select
        {{ specification }},
        count(*) as largest_valued,
        sum(spend_gbp) as largest_spend_gbp,
        avg(value_per_1000_gbp) as largest_value_mean,
        sum(saving_gbp) as saving_gbp,
        sum(greatest(saving_gbp, 0e0)) as saving_floored_gbp,
        sum(saving_common_cohort_gbp) as saving_common_cohort_gbp,
        count(case when saving_gbp <= 0 then 1 end) as largest_at_or_above_reference
    from savings
    group by {{ specification }}
),

missing_members as (
    select
        {{ specification }},
        count(*) as largest_missing,
        {{ joined_text('trust_code') }} as largest_missing_codes
    from grid
    inner join members using (financial_year, largest_definition)
    left join savings using ({{ specification }}, trust_code)
    where savings.spend_gbp is null
    group by {{ specification }}
),

ranked as (
    select
        *,
        cast(rank() over (partition by {{ valuation }} order by value_per_1000_gbp desc) as bigint)
            as value_rank
    from valued
),

whole_cohort as (
    select
        {{ valuation }},
        count(*) as trusts,
        {{ correlation('ranked.value_per_1000_gbp', 'ln(ranked.spend_gbp)') }}
            as correlation_value_size,
        max(case when claimed_first.trust_code is not null then ranked.value_rank end)
            as rank_of_claimed_first
    from ranked
    left join claimed_first using (trust_code)
    group by {{ valuation }}
),

region_counts as (
    select
        {{ valuation }},
        count(case when is_lowest_largest_or_second = 'yes' then 1 end)
            as regions_lowest_is_largest_or_second,
        count(case when is_lowest_largest_or_second != 'not determinable' then 1 end)
            as regions_determinable,
        count(case when lowest_trust_size_rank_among_valued <= 2 then 1 end)
            as regions_lowest_is_largest_or_second_among_valued
    from {{ ref('int_findings__region_extremes') }}
    group by {{ valuation }}
)

select
    financial_year,
    specification_id,
    grid.specification_kind,
    valuation_id,
    grid.activity_basis,
    grid.spend_basis,
    grid.quality_basket,
    grid.reference,
    grid.largest_definition,
    whole_cohort.trusts,
    group_savings.largest_valued,
    coalesce(missing_members.largest_missing, 0) as largest_missing,
    missing_members.largest_missing_codes,
    group_savings.largest_spend_gbp,
    group_savings.largest_value_mean,
    reference_values.reference_value,
    group_savings.saving_gbp,
    group_savings.saving_floored_gbp,
    group_savings.saving_common_cohort_gbp,
    whole_cohort.correlation_value_size,
    group_savings.largest_at_or_above_reference,
    whole_cohort.rank_of_claimed_first,
    region_counts.regions_lowest_is_largest_or_second,
    region_counts.regions_determinable,
    region_counts.regions_lowest_is_largest_or_second_among_valued,
    chances.probability_of_as_many_by_chance,
    chances.probability_of_all_by_chance
from grid
inner join group_savings using ({{ specification }})
inner join reference_values using ({{ specification }})
inner join whole_cohort using ({{ valuation }})
inner join region_counts using ({{ valuation }})
left join chances using ({{ valuation }})
left join missing_members using ({{ specification }})
