with landed as (
    select * from {{ source('hes_mar', 'monthly') }}
),

typed as (
    select
        organisation_breakdown as org_level,
        {{ trust_code('org_code') }} as trust_code,
        org_name as organisation_name,
        region_code,
        {{ month_from_dashed("'-' || replace(activity_month, ' ', '-')") }} as month_starts_on,
        financial_year,
        {{ published_number('elective_ordinary') }} as elective_ordinary_count,
        {{ published_number('elective_day_case') }} as elective_day_case_count,
        {{ published_number('elective') }} as elective_count,
        {{ published_number('non_elective') }} as non_elective_count,
        {{ published_number('first_attendances') }} as first_attendances_count,
        {{ published_number('first_attendances_missed') }} as first_attendances_missed_count,
        {{ published_number('subsequent_attendances') }} as subsequent_attendances_count,
        {{ published_number('subsequent_attendances_missed') }}
            as subsequent_attendances_missed_count,
        {{ value_status('non_elective') }} as value_status
    from landed
)

select * from typed
