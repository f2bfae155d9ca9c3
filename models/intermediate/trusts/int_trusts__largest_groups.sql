-- method: §8. Which trusts belong to each definition of the largest group.
with sizes as (
    select * from {{ ref('int_trusts__size') }}
),

definitions as (
    select
        largest_definition,
        definition_order,
        rule,
        threshold
    from {{ ref('largest_groups') }}
    union all
    select
        'my specification' as largest_definition,
        99 as definition_order,
        largest_rule as rule,
        largest_threshold as threshold
    from {{ ref('int_value__my_specification') }}
),

members as (
    select
        sizes.financial_year,
        definitions.largest_definition,
        definitions.definition_order,
        sizes.trust_code,
        sizes.size_is_carried,
        case definitions.rule
            when 'spend over' then sizes.size_gbp > definitions.threshold
            when 'top by spend' then sizes.size_rank <= definitions.threshold
        end as is_in_largest_group
    from sizes
    cross join definitions
),

groups as (
    select
        financial_year,
        largest_definition,
        definition_order,
        {{ joined_text('trust_code') }} as codes
    from members
    where is_in_largest_group
    group by financial_year, largest_definition, definition_order
),

-- two definitions can name the same trusts in a year: the first of them stands for both
twins as (
    select
        twin.financial_year,
        twin.largest_definition,
        min_by(first_named.largest_definition, first_named.definition_order) as identical_to
    from groups as twin
    inner join groups as first_named
        on
            twin.financial_year = first_named.financial_year
            and twin.codes = first_named.codes
            and twin.definition_order > first_named.definition_order
    group by twin.financial_year, twin.largest_definition
),

marked as (
    select
        members.financial_year,
        members.largest_definition,
        members.trust_code,
        members.size_is_carried,
        members.is_in_largest_group,
        twins.identical_to
    from members
    left join twins using (financial_year, largest_definition)
)

select * from marked
