with landed as (
    select * from {{ source('hes_op', 'provider_appointments') }}
),

typed as (
    select
        {{ trust_code('org_code') }} as trust_code,
        reporting_period as financial_year,
        {{ published_number('attended') }} as attended_count,
        {{ published_number('did_not_attend') }} as did_not_attend_count,
        {{ published_number('patient_cancelled') }} as patient_cancelled_count,
        {{ published_number('hospital_cancelled') }} as hospital_cancelled_count,
        {{ value_status('attended') }} as value_status
    from landed
)

select * from typed
