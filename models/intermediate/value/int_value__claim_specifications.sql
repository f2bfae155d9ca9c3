-- method: §8. One row a specification: the saving of the largest group and the tests of the claims,
-- also on the common cohort (trusts valued under every specification of the year). Combinations of
-- the seed specification_exclusions are left out, spend that is another's twin already by
-- int_spend__bases; the reader's own specification is one row more.
with savings as (
    select * from {{ ref('int_value__savings') }}
),

valued as (
    select * from {{ ref('int_value__specifications') }}
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
),

reference_values as (
    select * from {{ ref('int_value__references') }}
),

regions as (
    select * from {{ ref('int_value__region_extremes') }}
),

chances as (
    select * from {{ ref('int_value__region_chance') }}
),

claimed_first as (
    select claimed_trust_code from {{ ref('claims') }}
    where claim_id = 'C5'
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

specifications_of_year as (
    select
        trust_basis,
        financial_year,
        count(distinct activity_basis || '|' || spend_basis || '|' || quality_basket)
            as specifications
    from grid_values
    group by trust_basis, financial_year
),

common_cohort as (
    select
        grid_values.trust_basis,
        grid_values.trust_code,
        grid_values.financial_year
    from grid_values
    inner join specifications_of_year
        on
            grid_values.trust_basis = specifications_of_year.trust_basis
            and grid_values.financial_year = specifications_of_year.financial_year
    group by grid_values.trust_basis, grid_values.trust_code, grid_values.financial_year
    having count(*) = max(specifications_of_year.specifications)
),

reference_levels as (
    select distinct reference from reference_values
),

-- the references again, over the common cohort alone
common_references as (
    select
        grid_values.trust_basis,
        grid_values.financial_year,
        grid_values.activity_basis,
        grid_values.spend_basis,
        grid_values.quality_basket,
        membership.largest_definition,
        reference_levels.reference,
        {{ reference_value(
            'reference_levels.reference', 'grid_values.value_per_1000_gbp', 'grid_values.spend_gbp'
        ) }} as reference_value
    from grid_values
    inner join common_cohort
        on
            grid_values.trust_basis = common_cohort.trust_basis
            and grid_values.trust_code = common_cohort.trust_code
            and grid_values.financial_year = common_cohort.financial_year
    inner join membership
        on
            grid_values.trust_basis = membership.trust_basis
            and grid_values.trust_code = membership.trust_code
            and grid_values.financial_year = membership.financial_year
    cross join reference_levels
    where not membership.is_in_largest_group and not membership.size_is_carried
    group by
        grid_values.trust_basis,
        grid_values.financial_year,
        grid_values.activity_basis,
        grid_values.spend_basis,
        grid_values.quality_basket,
        membership.largest_definition,
        reference_levels.reference
),

group_savings as (
    select
        savings.trust_basis,
        savings.financial_year,
        savings.activity_basis,
        savings.spend_basis,
        savings.quality_basket,
        savings.largest_definition,
        savings.reference,
        count(*) as largest_valued,
        sum(savings.saving_gbp) as saving_gbp,
        sum(greatest(savings.saving_gbp, 0e0)) as saving_floored_gbp,
        count(case when savings.saving_gbp <= 0 then 1 end) as largest_at_or_above_reference,
        sum(case
            when common_cohort.trust_code is not null
                then {{ saving(
                    'savings.spend_gbp',
                    'savings.value_per_1000_gbp',
                    'common_references.reference_value'
                ) }}
        end) as saving_common_cohort_gbp
    from savings
    left join common_cohort
        on
            savings.trust_basis = common_cohort.trust_basis
            and savings.trust_code = common_cohort.trust_code
            and savings.financial_year = common_cohort.financial_year
    left join common_references
        on
            savings.trust_basis = common_references.trust_basis
            and savings.financial_year = common_references.financial_year
            and savings.activity_basis = common_references.activity_basis
            and savings.spend_basis = common_references.spend_basis
            and savings.quality_basket = common_references.quality_basket
            and savings.largest_definition = common_references.largest_definition
            and savings.reference = common_references.reference
    group by
        savings.trust_basis,
        savings.financial_year,
        savings.activity_basis,
        savings.spend_basis,
        savings.quality_basket,
        savings.largest_definition,
        savings.reference
),

ranked as (
    select
        trust_basis,
        trust_code,
        financial_year,
        activity_basis,
        spend_basis,
        quality_basket,
        value_per_1000_gbp,
        spend_gbp,
        cast(
            rank() over (
                partition by
                    trust_basis, financial_year, activity_basis, spend_basis, quality_basket
                order by value_per_1000_gbp desc
            ) as bigint
        ) as value_rank
    from valued
),

whole_cohort as (
    select
        ranked.trust_basis,
        ranked.financial_year,
        ranked.activity_basis,
        ranked.spend_basis,
        ranked.quality_basket,
        count(*) as trusts,
        {{ correlation('ranked.value_per_1000_gbp', 'ln(ranked.spend_gbp)') }}
            as correlation_value_size,
        max(case when claimed_first.claimed_trust_code is not null then ranked.value_rank end)
            as rank_of_claimed_first
    from ranked
    left join claimed_first on ranked.trust_code = claimed_first.claimed_trust_code
    group by
        ranked.trust_basis,
        ranked.financial_year,
        ranked.activity_basis,
        ranked.spend_basis,
        ranked.quality_basket
),

group_sizes as (
    select
        trust_basis,
        financial_year,
        largest_definition,
        max(identical_to) as identical_to,
        count(*) as largest
    from membership
    where is_in_largest_group
    group by trust_basis, financial_year, largest_definition
),

missing_members as (
    select
        group_savings.trust_basis,
        group_savings.financial_year,
        group_savings.activity_basis,
        group_savings.spend_basis,
        group_savings.quality_basket,
        group_savings.largest_definition,
        group_savings.reference,
        {{ joined_text('membership.trust_code') }} as largest_missing_codes
    from group_savings
    inner join membership
        on
            group_savings.trust_basis = membership.trust_basis
            and group_savings.financial_year = membership.financial_year
            and group_savings.largest_definition = membership.largest_definition
            and membership.is_in_largest_group
    left join savings
        on
            membership.trust_basis = savings.trust_basis
            and membership.financial_year = savings.financial_year
            and membership.largest_definition = savings.largest_definition
            and membership.trust_code = savings.trust_code
            and group_savings.activity_basis = savings.activity_basis
            and group_savings.spend_basis = savings.spend_basis
            and group_savings.quality_basket = savings.quality_basket
            and group_savings.reference = savings.reference
    where savings.trust_code is null
    group by
        group_savings.trust_basis,
        group_savings.financial_year,
        group_savings.activity_basis,
        group_savings.spend_basis,
        group_savings.quality_basket,
        group_savings.largest_definition,
        group_savings.reference
),

region_counts as (
    select
        trust_basis,
        financial_year,
        activity_basis,
        spend_basis,
        quality_basket,
        count(case when is_lowest_largest_or_second = 'yes' then 1 end)
            as regions_lowest_is_largest_or_second,
        count(case when is_lowest_largest_or_second != 'not determinable' then 1 end)
            as regions_determinable,
        count(case when lowest_trust_size_rank_among_valued <= 2 then 1 end)
            as regions_lowest_is_largest_or_second_among_valued
    from regions
    group by trust_basis, financial_year, activity_basis, spend_basis, quality_basket
),

gathered as (
    select
        group_savings.trust_basis,
        group_savings.financial_year,
        case
            when group_savings.quality_basket = 'my specification' then 'my specification'
            else
                group_savings.activity_basis
                || ' | ' || group_savings.spend_basis
                || ' | ' || group_savings.quality_basket
                || ' | ' || group_savings.reference
                || ' | ' || group_savings.largest_definition
        end as specification_id,
        case
            when group_savings.quality_basket = 'my specification' then 'my specification'
            when default_levels.reference is not null then 'default'
            else 'grid'
        end as specification_kind,
        group_savings.activity_basis,
        group_savings.spend_basis,
        group_savings.quality_basket,
        group_savings.reference,
        group_savings.largest_definition,
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
    inner join whole_cohort
        on
            group_savings.trust_basis = whole_cohort.trust_basis
            and group_savings.financial_year = whole_cohort.financial_year
            and group_savings.activity_basis = whole_cohort.activity_basis
            and group_savings.spend_basis = whole_cohort.spend_basis
            and group_savings.quality_basket = whole_cohort.quality_basket
    inner join group_sizes
        on
            group_savings.trust_basis = group_sizes.trust_basis
            and group_savings.financial_year = group_sizes.financial_year
            and group_savings.largest_definition = group_sizes.largest_definition
    inner join region_counts
        on
            group_savings.trust_basis = region_counts.trust_basis
            and group_savings.financial_year = region_counts.financial_year
            and group_savings.activity_basis = region_counts.activity_basis
            and group_savings.spend_basis = region_counts.spend_basis
            and group_savings.quality_basket = region_counts.quality_basket
    inner join reference_values
        on
            group_savings.trust_basis = reference_values.trust_basis
            and group_savings.financial_year = reference_values.financial_year
            and group_savings.activity_basis = reference_values.activity_basis
            and group_savings.spend_basis = reference_values.spend_basis
            and group_savings.quality_basket = reference_values.quality_basket
            and group_savings.largest_definition = reference_values.largest_definition
            and group_savings.reference = reference_values.reference
    left join chances
        on
            group_savings.trust_basis = chances.trust_basis
            and group_savings.financial_year = chances.financial_year
            and group_savings.activity_basis = chances.activity_basis
            and group_savings.spend_basis = chances.spend_basis
            and group_savings.quality_basket = chances.quality_basket
    left join missing_members
        on
            group_savings.trust_basis = missing_members.trust_basis
            and group_savings.financial_year = missing_members.financial_year
            and group_savings.activity_basis = missing_members.activity_basis
            and group_savings.spend_basis = missing_members.spend_basis
            and group_savings.quality_basket = missing_members.quality_basket
            and group_savings.largest_definition = missing_members.largest_definition
            and group_savings.reference = missing_members.reference
    left join default_levels
        on
            group_savings.activity_basis = default_levels.activity_basis
            and group_savings.spend_basis = default_levels.spend_basis
            and group_savings.quality_basket = default_levels.quality_basket
            and group_savings.reference = default_levels.reference
            and group_savings.largest_definition = default_levels.largest_definition
    left join exclusions
        on
            group_savings.activity_basis
            = coalesce(exclusions.activity_basis, group_savings.activity_basis)
            and group_savings.spend_basis
            = coalesce(exclusions.spend_basis, group_savings.spend_basis)
            and group_savings.quality_basket
            = coalesce(exclusions.quality_basket, group_savings.quality_basket)
            and group_savings.largest_definition
            = coalesce(exclusions.largest_definition, group_savings.largest_definition)
            and (
                exclusions.condition = 'always'
                or group_sizes.identical_to = exclusions.identical_to
            )
    where exclusions.exclusion_id is null
)

select * from gathered
