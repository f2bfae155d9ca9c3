-- method: §6.6, §6.7. What each trust would spend less at the value of its peers, by every set of
-- peers, and at that of the others, on the default specification and its operating twin.
with valued as (
    select * from {{ ref('int_value__default_specification') }}
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

-- a size carried from another year puts a trust in neither group
membership as (
    select
        membership.trust_code,
        membership.financial_year,
        membership.is_in_largest_group,
        default_levels.reference
    from {{ ref('int_trusts__largest_groups') }} as membership
    inner join default_levels using (largest_definition)
    where not membership.size_is_carried
),

intervals as (
    select * from {{ ref('int_value__intervals') }}
    where weights_drawn = 'as seeded'
),

peer_values as (
    select
        'peers' as reference,
        neighbours.peer_set,
        neighbours.is_default,
        own.trust_code,
        own.financial_year,
        own.spend_basis,
        count(*) as trusts_in_reference,
        avg(theirs.value_per_1000_gbp) as reference_value
    from valued as own
    inner join neighbours using (trust_code, financial_year)
    inner join valued as theirs
        on
            neighbours.peer_trust_code = theirs.trust_code
            and own.financial_year = theirs.financial_year
            and own.spend_basis = theirs.spend_basis
    group by
        neighbours.peer_set,
        neighbours.is_default,
        own.trust_code,
        own.financial_year,
        own.spend_basis
),

-- one for all: whoever is outside the largest group is part of it
others_values as (
    select
        membership.reference,
        valued.financial_year,
        valued.spend_basis,
        count(*) as trusts_in_reference,
        {{ reference_value(
            'membership.reference', 'valued.value_per_1000_gbp', 'valued.spend_gbp'
        ) }} as reference_value
    from valued
    inner join membership using (trust_code, financial_year)
    where not membership.is_in_largest_group
    group by membership.reference, valued.financial_year, valued.spend_basis
),

reference_values as (
    select * from peer_values
    union all
    select
        others_values.reference,
        'none' as peer_set,
        true as is_default,
        valued.trust_code,
        valued.financial_year,
        valued.spend_basis,
        others_values.trusts_in_reference,
        others_values.reference_value
    from valued
    inner join others_values using (financial_year, spend_basis)
),

savings as (
    select
        reference_values.reference,
        reference_values.peer_set,
        reference_values.is_default,
        reference_values.trust_code,
        reference_values.financial_year,
        reference_values.spend_basis,
        valued.region_name,
        valued.trust_type,
        valued.size_band,
        coalesce(membership.is_in_largest_group, false) as is_in_largest_group,
        reference_values.trusts_in_reference,
        reference_values.reference_value,
        valued.spend_gbp,
        valued.value_per_1000_gbp,
        {{ saving('1e0', 'valued.value_per_1000_gbp', 'reference_values.reference_value') }}
            as value_gap_share,
        {{ saving(
            'valued.spend_gbp', 'valued.value_per_1000_gbp', 'reference_values.reference_value'
        ) }} as saving_gbp,
        greatest({{ saving(
            'valued.spend_gbp', 'valued.value_per_1000_gbp', 'reference_values.reference_value'
        ) }}, 0e0) as saving_floored_gbp,
        greatest({{ saving(
            'valued.spend_gbp', 'intervals.value_high', 'reference_values.reference_value'
        ) }}, 0e0) as saving_beyond_interval_gbp
    from reference_values
    inner join valued using (trust_code, financial_year, spend_basis)
    inner join intervals using (trust_code, financial_year, spend_basis)
    left join membership using (trust_code, financial_year)
)

select * from savings
