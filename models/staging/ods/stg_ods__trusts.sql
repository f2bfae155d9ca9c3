with landed as (
    select * from {{ source('ods', 'trusts') }}
),

typed as (
    select
        {{ trust_code('organisation_code') }} as trust_code,
        organisation_name as trust_name,
        {{ organisation_key('organisation_name') }} as organisation_key,
        national_grouping as region_code,
        high_level_health_geography as icb_code,
        {{ compact_date('open_date') }} as opened_on,
        {{ compact_date('close_date') }} as closed_on
    from landed
)

select * from typed
