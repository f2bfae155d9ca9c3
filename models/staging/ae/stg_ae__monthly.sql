with landed as (
    select * from {{ source('ae', 'monthly') }}
),

dated as (
    select
        *,
        -- a row of totals says no month: that of its file's name
        coalesce({{ month_from_dashed('period') }}, {{ month_from_dashed("'-' || _period") }})
            as month_starts_on
    from landed
),

typed as (
    select
        {{ trust_code('org_code') }} as trust_code,
        org_name as organisation_name,
        trim(parent_org) as parent_organisation,
        month_starts_on,
        {{ financial_year_of('month_starts_on') }} as financial_year,
        {{ published_number('attendances_type_1') }} as attendances_type_1_count,
        {{ published_number('attendances_type_2') }} as attendances_type_2_count,
        {{ published_number('attendances_other') }} as attendances_other_count,
        {{ published_number('attendances_booked_type_1') }} as attendances_booked_type_1_count,
        {{ published_number('attendances_booked_type_2') }} as attendances_booked_type_2_count,
        {{ published_number('attendances_booked_other') }} as attendances_booked_other_count,
        {{ published_number('over_4_hours_type_1') }} as over_4_hours_type_1_count,
        {{ published_number('over_4_hours_type_2') }} as over_4_hours_type_2_count,
        {{ published_number('over_4_hours_other') }} as over_4_hours_other_count,
        {{ published_number('over_4_hours_booked_type_1') }} as over_4_hours_booked_type_1_count,
        {{ published_number('over_4_hours_booked_type_2') }} as over_4_hours_booked_type_2_count,
        {{ published_number('over_4_hours_booked_other') }} as over_4_hours_booked_other_count,
        {{ published_number('waited_4_to_12_hours_for_admission') }}
            as waited_4_to_12_hours_for_admission_count,
        {{ published_number('waited_over_12_hours_for_admission') }}
            as waited_over_12_hours_for_admission_count,
        {{ published_number('emergency_admissions_type_1') }} as emergency_admissions_type_1_count,
        {{ published_number('emergency_admissions_type_2') }} as emergency_admissions_type_2_count,
        {{ published_number('emergency_admissions_other_ae') }}
            as emergency_admissions_other_ae_count,
        {{ published_number('emergency_admissions_other_emergency') }}
            as emergency_admissions_other_emergency_count
    from dated
)

select * from typed
