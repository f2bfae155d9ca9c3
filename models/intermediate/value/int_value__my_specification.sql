-- method: §8. The reader's own specification, from the seed my_specification: what it does not set
-- is the default's. No row where the seed is empty.
with settings as (
    select * from {{ ref('my_specification') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

definitions as (
    select * from {{ ref('largest_groups') }}
),

chosen as (
    select
        max(case when setting = 'activity_basis' then name end) as activity_basis,
        max(case when setting = 'spend_basis' then name end) as spend_basis,
        max(case when setting = 'quality_basket' then name end) as quality_basket,
        max(case when setting = 'reference' then name end) as reference,
        max(case when setting = 'largest' then name end) as largest_rule,
        max(case when setting = 'largest' then value end) as largest_threshold,
        count(case when setting = 'weight' then 1 end) as weights
    from settings
    having count(*) > 0
),

filled as (
    select
        chosen.weights,
        coalesce(chosen.activity_basis, default_levels.activity_basis) as activity_basis,
        coalesce(chosen.spend_basis, default_levels.spend_basis) as spend_basis,
        coalesce(chosen.quality_basket, default_levels.quality_basket) as quality_basket,
        coalesce(chosen.reference, default_levels.reference) as reference,
        coalesce(chosen.largest_rule, definitions.rule) as largest_rule,
        coalesce(chosen.largest_threshold, definitions.threshold) as largest_threshold
    from chosen
    cross join default_levels
    inner join definitions
        on default_levels.largest_definition = definitions.largest_definition
)

select * from filled
