-- method: §8 on the default specification: the largest group against the mean of the others.
with specifications as (
    select * from {{ ref('int_value__claim_specifications') }}
    where reference = 'mean'
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

savings as (
    select
        financial_year,
        largest_definition,
        activity_basis,
        spend_basis,
        quality_basket,
        sum(spend_gbp) as spend_gbp,
        avg(value_per_1000_gbp) as value_mean_largest
    from {{ ref('int_value__savings') }}
    where reference = 'mean'
    group by financial_year, largest_definition, activity_basis, spend_basis, quality_basket
),

default_and_twin as (
    select
        specifications.financial_year,
        specifications.largest_definition,
        specifications.spend_basis,
        specifications.largest_valued,
        specifications.largest_missing,
        specifications.saving_gbp,
        specifications.saving_floored_gbp,
        specifications.reference_value,
        specifications.largest_at_or_above_reference,
        savings.spend_gbp,
        savings.value_mean_largest
    from specifications
    inner join savings
        using (financial_year, largest_definition, activity_basis, spend_basis, quality_basket)
    inner join default_levels using (activity_basis, quality_basket)
    where specifications.spend_basis in ('costed', 'operating')
)

select
    financial_year,
    largest_definition,
    {%- for spend_basis, suffix in [('costed', ''), ('operating', '_operating')] %}
    {%- for source, target in [
        ('largest_valued', 'trusts'),
        ('largest_missing', 'trusts_missing'),
        ('spend_gbp', 'spend_gbp'),
        ('value_mean_largest', 'value_mean_largest'),
        ('reference_value', 'value_mean_others'),
        ('largest_at_or_above_reference', 'trusts_at_or_above_others_mean'),
        ('saving_gbp', 'saving_gbp'),
        ('saving_floored_gbp', 'saving_floored_gbp'),
    ] %}
            max(case when spend_basis = '{{ spend_basis }}' then {{ source }} end)
                as {{ target }}{{ suffix }},
        {%- endfor %}
    {%- endfor %}
    'mean of the others' as reference
from default_and_twin
group by financial_year, largest_definition
