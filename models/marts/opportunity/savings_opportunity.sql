-- method: §6.7, §8 with the default activity basis and quality basket: each trust of a largest
-- group against the others, and every trust against the others and its own peers.
with savings as (
    select * from {{ ref('int_findings__savings') }}
),

savings_of_all as (
    select * from {{ ref('int_peers__savings') }}
    where is_default
),

intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
),

reference_levels as (
    select level as reference from {{ ref('specification_levels') }}
    where dimension = 'reference'
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

members as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group and largest_definition != 'my specification'
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

years_valued as (
    select distinct
        financial_year,
        spend_basis
    from savings
),

references_of_year as (
    select distinct
        financial_year,
        spend_basis,
        reference
    from savings_of_all
),

-- every trust of the group stands here, with a saving or with the reason why there is none
expected as (
    select
        members.trust_code,
        members.financial_year,
        members.largest_definition,
        members.size_is_carried,
        reference_levels.reference,
        years_valued.spend_basis
    from members
    inner join years_valued using (financial_year)
    cross join reference_levels
    union all
    select
        profile.trust_code,
        profile.financial_year,
        'all trusts' as largest_definition,
        false as size_is_carried,
        references_of_year.reference,
        references_of_year.spend_basis
    from profile
    inner join references_of_year using (financial_year)
),

found as (
    select
        savings.trust_code,
        savings.financial_year,
        savings.largest_definition,
        savings.reference,
        savings.spend_basis,
        savings.spend_gbp,
        savings.value_per_1000_gbp,
        savings.reference_value,
        savings.value_gap_share,
        savings.saving_gbp
    from savings
    inner join default_levels using (activity_basis, quality_basket)
    union all
    select
        trust_code,
        financial_year,
        'all trusts' as largest_definition,
        reference,
        spend_basis,
        spend_gbp,
        value_per_1000_gbp,
        reference_value,
        value_gap_share,
        saving_gbp
    from savings_of_all
)

select
    expected.trust_code,
    expected.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    expected.largest_definition,
    expected.reference,
    expected.spend_basis,
    found.spend_gbp,
    found.value_per_1000_gbp,
    found.reference_value as reference_value_per_1000_gbp,
    found.value_gap_share,
    found.saving_gbp,
    case when found.saving_gbp is not null then greatest(found.saving_gbp, 0e0) end
        as saving_floored_gbp,
    case
        when found.saving_gbp is not null and intervals.value_high is not null
            then greatest(
                {{ saving('found.spend_gbp', 'intervals.value_high', 'found.reference_value') }},
                0e0
            )
    end as saving_beyond_interval_gbp,
    case
        when found.saving_gbp is not null then 'published'
        when expected.size_is_carried then 'no accounts'
        when intervals.value_high is not null then 'no peers'
        else 'no value'
    end as status,
    case
        when found.saving_gbp is not null then 'value and reference are published'
        when expected.size_is_carried
            then 'no accounts of the year: one of the largest by another year''s accounts only'
        when intervals.value_high is not null
            then 'the trust has a value and no peers with one: see value_index'
        else 'a return that the value needs is missing: see returns_coverage'
    end as reason
from expected
left join found using (trust_code, financial_year, largest_definition, reference, spend_basis)
left join intervals using (trust_code, financial_year, spend_basis)
inner join profile using (trust_code, financial_year)
