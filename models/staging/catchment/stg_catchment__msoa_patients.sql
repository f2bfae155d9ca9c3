with landed as (
    select * from {{ source('catchment', 'msoa_patients') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trim(msoa_code) as area_code,
        cast(round({{ published_number('catchment_year') }}) as integer) as catchment_year,
        cast(_edition as integer) as edition_year,
        {{ published_number('patients') }} as patients,
        {{ published_number('msoa_total_catchment') }} as catchment_population
    from landed
)

select * from typed
