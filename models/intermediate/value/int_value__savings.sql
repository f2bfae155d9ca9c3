-- method: §8. Saving of each trust of a largest group under every specification: what its spend
-- would fall by were the same activity done at the reference value.
with valued as (
    select * from {{ ref('int_value__specifications') }}
),

membership as (
    select * from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group and not size_is_carried
),

reference_values as (
    select * from {{ ref('int_value__references') }}
),

savings as (
    select
        valued.trust_code,
        valued.financial_year,
        valued.activity_basis,
        valued.spend_basis,
        valued.quality_basket,
        reference_values.largest_definition,
        reference_values.reference,
        reference_values.reference_value,
        valued.value_per_1000_gbp,
        valued.spend_gbp,
        {{ saving('1e0', 'valued.value_per_1000_gbp', 'reference_values.reference_value') }}
            as value_gap_share,
        {{ saving(
            'valued.spend_gbp', 'valued.value_per_1000_gbp', 'reference_values.reference_value'
        ) }} as saving_gbp
    from valued
    inner join membership using (trust_code, financial_year)
    inner join reference_values
        on
            valued.financial_year = reference_values.financial_year
            and valued.activity_basis = reference_values.activity_basis
            and valued.spend_basis = reference_values.spend_basis
            and valued.quality_basket = reference_values.quality_basket
            and membership.largest_definition = reference_values.largest_definition
)

select * from savings
