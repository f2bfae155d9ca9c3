with landed as (
    select * from {{ source('shmi', 'trust_level') }}
),

typed as (
    {{ shmi_deaths('landed') }}
)

select * from typed
