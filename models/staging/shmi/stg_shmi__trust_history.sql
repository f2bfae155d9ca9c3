with landed as (
    select * from {{ source('shmi', 'trust_history') }}
),

typed as (
    {{ shmi_deaths('landed') }}
)

select * from typed
