-- method: §8. The grid: every combination of the levels of the seed specification_levels, by year,
-- and the reader's own specification as one row more. Combinations of the seed
-- specification_exclusions are marked; a level of spend that is another's twin that year has no
-- values (int_spend__by_basis).
{%- set dimensions = [
    'activity_basis', 'spend_basis', 'quality_basket', 'reference', 'largest_definition'
] %}
with levels as (
    select * from {{ ref('specification_levels') }}
),

exclusions as (
    select * from {{ ref('specification_exclusions') }}
),

-- the largest groups that the year has, with their twins
groups as (
    select
        financial_year,
        largest_definition,
        max(identical_to) as identical_to
    from {{ ref('int_trusts__largest_groups') }}
    where is_in_largest_group
    group by financial_year, largest_definition
),

combinations as (
    select
        {%- for dimension in dimensions %}
            {{ dimension }}.level as {{ dimension }},
        {%- endfor %}
        {% for dimension in dimensions -%}
            {{ dimension }}.is_default{{ ' and ' if not loop.last }}
        {%- endfor %} as is_default
    from
        levels as {{ dimensions[0] }}
        {%- for dimension in dimensions[1:] %}
        cross join levels as {{ dimension }}
        {%- endfor %}
    where
        {%- for dimension in dimensions %}
            {{ 'and ' if not loop.first }}{{ dimension }}.dimension = '{{ dimension }}'
        {%- endfor %}
    union all
    select
        activity_basis,
        spend_basis,
        'my specification' as quality_basket,
        reference,
        'my specification' as largest_definition,
        false as is_default
    from {{ ref('int_value__my_specification') }}
),

specifications as (
    select
        *,
        {{ valuation_id() }} as valuation_id,
        case
            when quality_basket = 'my specification' then 'my specification'
            when is_default then 'default'
            else 'grid'
        end as specification_kind
    from combinations
),

excluded as (
    select distinct
        groups.financial_year,
        specifications.valuation_id,
        groups.largest_definition
    from specifications
    inner join groups using (largest_definition)
    inner join exclusions
        on
            coalesce(exclusions.activity_basis, specifications.activity_basis)
            = specifications.activity_basis
            and coalesce(exclusions.spend_basis, specifications.spend_basis)
            = specifications.spend_basis
            and coalesce(exclusions.quality_basket, specifications.quality_basket)
            = specifications.quality_basket
            and coalesce(exclusions.largest_definition, groups.largest_definition)
            = groups.largest_definition
            and (
                exclusions.condition = 'always'
                or groups.identical_to = exclusions.identical_to
            )
)

select
    financial_year,
    case specifications.specification_kind
        when 'my specification' then 'my specification'
        else valuation_id || ' | ' || specifications.reference || ' | ' || largest_definition
    end as specification_id,
    specifications.specification_kind,
    valuation_id,
    {%- for dimension in dimensions[:4] %}
        specifications.{{ dimension }},
    {%- endfor %}
    largest_definition,
    excluded.financial_year is not null as is_excluded
from specifications
inner join groups using (largest_definition)
left join excluded using (financial_year, valuation_id, largest_definition)
