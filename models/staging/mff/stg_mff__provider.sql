with landed as (
    select * from {{ source('mff', 'provider') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        trim(financial_year) as financial_year,
        {{ published_number('mff') }} as market_forces_factor
    from landed
)

select * from typed
