-- method: §8. One row a specification: the saving of the largest group and the tests of the claims,
-- also on the common cohort (trusts valued under every specification of the year). Combinations of
-- the seed specification_exclusions are left out, spend that is another's twin already by
-- int_spend__bases; the reader's own specification is one row more.
{%- set trust_year = 'financial_year, trust_code' %}
{%- set valuation = 'financial_year, activity_basis, spend_basis, quality_basket' %}
{%- set specification = valuation ~ ', largest_definition, reference' %}
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

savings as (
    select * from {{ ref('int_value__savings') }}
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
),

reference_values as (
    select * from {{ ref('int_value__references') }}
),

chances as (
    select * from {{ ref('int_value__region_chance') }}
),

exclusions as (
    select * from {{ ref('specification_exclusions') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

-- a cohort of the reader's own takes nothing from the common one
grid_values as (
    select * from valued
    where quality_basket != 'my specification'
),

valuations_of_year as (
    select
        financial_year,
        count(distinct activity_basis || '|' || spend_basis || '|' || quality_basket) as valuations
    from grid_values
    group by financial_year
),

common_cohort as (
    select
        {{ trust_year }},
        true as is_common
    from grid_values
    inner join valuations_of_year using (financial_year)
    group by {{ trust_year }}
    having count(*) = max(valuations_of_year.valuations)
),

reference_levels as (
    select distinct reference from reference_values
),

-- the references again, over the common cohort alone
common_references as (
    select
        {{ specification }},
        {{ reference_value(
            'reference_levels.reference', 'grid_values.value_per_1000_gbp', 'grid_values.spend_gbp'
        ) }} as reference_value
    from grid_values
    inner join common_cohort using ({{ trust_year }})
    inner join membership using ({{ trust_year }})
    cross join reference_levels
    where not membership.is_in_largest_group and not membership.size_is_carried
    group by {{ specification }}
),

group_savings as (
    select
        {{ specification }},
        count(*) as largest_valued,
        sum(savings.saving_gbp) as saving_gbp,
        sum(greatest(savings.saving_gbp, 0e0)) as saving_floored_gbp,
        count(case when savings.saving_gbp <= 0 then 1 end) as largest_at_or_above_reference,
        sum(case when common_cohort.is_common then {{ saving(
            'savings.spend_gbp', 'savings.value_per_1000_gbp', 'common_references.reference_value'
        ) }} end) as saving_common_cohort_gbp
    from savings
    left join common_cohort using ({{ trust_year }})
    left join common_references using ({{ specification }})
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
        max(case when claims.claim_id is not null then ranked.value_rank end)
            as rank_of_claimed_first
    from ranked
    left join {{ ref('claims') }} as claims
        on ranked.trust_code = claims.claimed_trust_code and claims.claim_id = 'C5'
    group by {{ valuation }}
),

group_sizes as (
    select
        financial_year,
        largest_definition,
        max(identical_to) as identical_to,
        count(*) as largest
    from membership
    where is_in_largest_group
    group by financial_year, largest_definition
),

missing_members as (
    select
        {{ specification }},
        {{ joined_text('membership.trust_code') }} as largest_missing_codes
    from group_savings
    inner join membership using (financial_year, largest_definition)
    left join savings using ({{ specification }}, trust_code)
    where membership.is_in_largest_group and savings.spend_gbp is null
    group by {{ specification }}
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
    from {{ ref('int_value__region_extremes') }}
    group by {{ valuation }}
),

gathered as (
    select
        financial_year,
        case
            when quality_basket = 'my specification' then 'my specification'
            else
                activity_basis || ' | ' || spend_basis || ' | ' || quality_basket
                || ' | ' || reference || ' | ' || largest_definition
        end as specification_id,
        case
            when quality_basket = 'my specification' then 'my specification'
            when default_levels.reference is not null then 'default'
            else 'grid'
        end as specification_kind,
        activity_basis,
        spend_basis,
        quality_basket,
        reference,
        largest_definition,
        whole_cohort.trusts,
        group_savings.largest_valued,
        group_sizes.largest - group_savings.largest_valued as largest_missing,
        missing_members.largest_missing_codes,
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
        chances.probability_of_all_by_chance,
        reference_values.reference_value
    from group_savings
    inner join whole_cohort using ({{ valuation }})
    inner join group_sizes using (financial_year, largest_definition)
    inner join region_counts using ({{ valuation }})
    inner join reference_values using ({{ specification }})
    left join chances using ({{ valuation }})
    left join missing_members using ({{ specification }})
    left join default_levels
        using (activity_basis, spend_basis, quality_basket, largest_definition, reference)
    where not exists (
        select 1 from exclusions
        where
            coalesce(exclusions.activity_basis, group_savings.activity_basis)
            = group_savings.activity_basis
            and coalesce(exclusions.spend_basis, group_savings.spend_basis)
            = group_savings.spend_basis
            and coalesce(exclusions.quality_basket, group_savings.quality_basket)
            = group_savings.quality_basket
            and coalesce(exclusions.largest_definition, group_savings.largest_definition)
            = group_savings.largest_definition
            and (
                exclusions.condition = 'always'
                or exclusions.identical_to = group_sizes.identical_to
            )
    )
)

select * from gathered
