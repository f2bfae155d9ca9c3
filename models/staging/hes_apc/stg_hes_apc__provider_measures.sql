with landed as (
    select * from {{ source('hes_apc', 'provider_measures') }}
),

typed as (
    select
        org_level,
        {{ trust_code('org_code') }} as trust_code,
        reporting_period as financial_year,
        measure_type,
        measure,
        {{ published_number('measure_value') }} as value,
        {{ value_status('measure_value') }} as value_status
    from landed
)

select * from typed
