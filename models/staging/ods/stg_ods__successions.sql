with landed as (
    select * from {{ source('ods', 'successions') }}
),

typed as (
    select
        {{ trust_code('organisation_code') }} as predecessor_code,
        {{ trust_code('succeeding_organisation_code') }} as successor_code,
        {{ compact_date('succession_date') }} as succeeded_on
    from landed
)

select * from typed
