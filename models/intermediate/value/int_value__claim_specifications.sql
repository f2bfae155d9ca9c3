-- method: §8. One row a specification: the saving of the largest group and the tests of the claims,
-- also on the common cohort (trusts valued under every specification of the year).
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

specifications_of_year as (
    select
        trust_basis,
        financial_year,
        count(distinct activity_basis || '|' || spend_basis || '|' || quality_basket)
            as specifications
    from valued
    group by trust_basis, financial_year
),

common_cohort as (
    select
        valued.trust_basis,
        valued.trust_code,
        valued.financial_year
    from valued
    inner join specifications_of_year
        on
            valued.trust_basis = specifications_of_year.trust_basis
            and valued.financial_year = specifications_of_year.financial_year
    group by valued.trust_basis, valued.trust_code, valued.financial_year
    having count(*) = max(specifications_of_year.specifications)
),

-- the references again, over the common cohort alone
common_references as (
    select
        valued.trust_basis,
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition,
        avg(valued.value_per_1000_gbp) as mean_value,
        sum(valued.spend_gbp * valued.value_per_1000_gbp) / sum(valued.spend_gbp)
            as weighted_value,
        median(valued.value_per_1000_gbp) as median_value
    from valued
    inner join common_cohort
        on
            valued.trust_basis = common_cohort.trust_basis
            and valued.trust_code = common_cohort.trust_code
            and valued.financial_year = common_cohort.financial_year
    inner join membership
        on
            valued.trust_basis = membership.trust_basis
            and valued.trust_code = membership.trust_code
            and valued.financial_year = membership.financial_year
    where not membership.is_in_largest_group and not membership.size_is_carried
    group by
        valued.trust_basis,
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        membership.largest_definition
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
                then savings.spend_gbp * (
                    1e0 - savings.value_per_1000_gbp / case savings.reference
                        when 'mean' then common_references.mean_value
                        when 'spend-weighted' then common_references.weighted_value
                        when 'median' then common_references.median_value
                    end
                )
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
        rank() over (
            partition by trust_basis, financial_year, activity_basis, spend_basis, quality_basket
            order by value_per_1000_gbp desc
        ) as value_rank
    from valued
),

-- the trust that the published claim C5 puts first is Barnsley (RFF)
whole_cohort as (
    select
        trust_basis,
        financial_year,
        activity_basis,
        spend_basis,
        quality_basket,
        count(*) as trusts,
        corr(value_per_1000_gbp, ln(spend_gbp)) as correlation_value_size,
        max(case when trust_code = 'RFF' then value_rank end) as rank_of_claimed_first
    from ranked
    group by trust_basis, financial_year, activity_basis, spend_basis, quality_basket
),

group_sizes as (
    select
        trust_basis,
        financial_year,
        largest_definition,
        count(*) as largest
    from membership
    where is_in_largest_group
    group by trust_basis, financial_year, largest_definition
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
        group_savings.activity_basis
        || ' | ' || group_savings.spend_basis
        || ' | ' || group_savings.quality_basket
        || ' | ' || group_savings.reference
        || ' | ' || group_savings.largest_definition as specification_id,
        group_savings.activity_basis,
        group_savings.spend_basis,
        group_savings.quality_basket,
        group_savings.reference,
        group_savings.largest_definition,
        whole_cohort.trusts,
        group_savings.largest_valued,
        group_sizes.largest - group_savings.largest_valued as largest_missing,
        group_savings.saving_gbp,
        group_savings.saving_floored_gbp,
        group_savings.saving_common_cohort_gbp,
        whole_cohort.correlation_value_size,
        group_savings.largest_at_or_above_reference,
        whole_cohort.rank_of_claimed_first,
        region_counts.regions_lowest_is_largest_or_second,
        region_counts.regions_determinable,
        region_counts.regions_lowest_is_largest_or_second_among_valued,
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
)

select * from gathered
