with landed as (
    select * from {{ source('catchment', 'admission_shares') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        local_authority_code as area_code,
        {{ published_number('admission_share') }} as admission_share,
        cast(_year as integer) as catchment_year
    from landed
)

select * from typed
