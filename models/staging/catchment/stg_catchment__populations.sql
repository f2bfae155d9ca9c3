with landed as (
    select * from {{ source('catchment', 'populations') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trust_name,
        cast(_year as integer) as catchment_year,
        {{ published_number('all_admissions') }} as catchment_population,
        {{ published_number('emergency_admissions') }} as emergency_catchment_population
    from landed
)

select * from typed
