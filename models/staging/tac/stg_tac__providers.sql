with landed as (
    select * from {{ source('tac', 'providers') }}
),

typed as (
    select
        organisation_name,
        {{ organisation_key('organisation_name') }} as organisation_key,
        {{ trust_code('nhs_code') }} as trust_code,
        _year as financial_year,
        region as region_name,
        sector,
        comments
    from landed
)

select * from typed
