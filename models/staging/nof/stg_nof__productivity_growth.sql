with landed as (
    select * from {{ source('nof', 'productivity_growth') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        {{ published_number('cost_weighted_activity_growth') }} as cost_weighted_activity_growth,
        {{ published_number('real_terms_resource_growth') }} as real_terms_resource_growth,
        {{ published_number('productivity_growth_estimate') }} as productivity_growth_estimate
    from landed
)

select * from typed
