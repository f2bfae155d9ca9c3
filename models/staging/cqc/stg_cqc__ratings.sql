with landed as (
    select * from {{ source('cqc', 'ratings') }}
),

typed as (
    select
        {{ trust_code('provider_ods_code') }} as trust_code,
        provider_name,
        domain,
        latest_rating as rating,
        {{ slashed_date('publication_date') }} as published_on
    from landed
)

select * from typed
