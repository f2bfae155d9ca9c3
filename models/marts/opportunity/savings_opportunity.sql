-- method: §8 with the default activity basis and quality basket.
with savings as (
    select * from {{ ref('int_findings__savings') }}
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
),

default_savings as (
    select savings.*
    from savings
    inner join default_levels using (activity_basis, quality_basket)
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
    default_savings.spend_gbp,
    default_savings.value_per_1000_gbp,
    default_savings.reference_value as reference_value_per_1000_gbp,
    default_savings.value_gap_share,
    default_savings.saving_gbp,
    case
        when default_savings.saving_gbp is not null
            then greatest(default_savings.saving_gbp, 0e0)
    end as saving_floored_gbp,
    case
        when default_savings.saving_gbp is not null then 'published'
        when expected.size_is_carried then 'no accounts'
        else 'no value'
    end as status,
    case
        when default_savings.saving_gbp is not null then 'value and reference are published'
        when expected.size_is_carried
            then 'no accounts of the year: one of the largest by another year''s accounts only'
        else 'a return that the value needs is missing: see returns_coverage'
    end as reason
from expected
left join default_savings
    using (trust_code, financial_year, largest_definition, reference, spend_basis)
inner join profile using (trust_code, financial_year)
