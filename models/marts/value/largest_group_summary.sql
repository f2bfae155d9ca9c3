-- method: §8 on the default specification: the largest group against the mean of the others.
with specifications as (
    select * from {{ ref('int_findings__specifications') }}
    where reference = 'mean'
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

default_and_twin as (
    select specifications.*
    from specifications
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
        ('largest_spend_gbp', 'spend_gbp'),
        ('largest_value_mean', 'value_mean_largest'),
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
