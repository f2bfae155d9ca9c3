with landed as (
    select * from {{ source('readmissions', 'provider') }}
),

typed as (
    select
        {{ trust_code('level') }} as trust_code,
        level_description as organisation_name,
        replace(trim(year), '/', '-') as financial_year,
        {{ slashed_date('period_of_coverage') }} as period_start,
        {{ slashed_date('period_of_coverage', start=15) }} as period_end,
        age_breakdown,
        sex_breakdown,
        diagnosis_breakdown,
        method as standardisation_method,
        {{ published_number('indicator_value') }} as indicator_value,
        {{ published_number('lower_95') }} as indicator_low_95,
        {{ published_number('upper_95') }} as indicator_high_95,
        {{ published_number('lower_998') }} as indicator_low_998,
        {{ published_number('upper_998') }} as indicator_high_998,
        {{ published_number('numerator') }} as readmissions_count,
        {{ published_number('denominator') }} as discharges_count,
        {{ published_number('expected') }} as expected_readmissions,
        banding as published_band,
        warnings as published_warning,
        -- a count below the publisher's threshold is left blank, without a mark
        {{ value_status('numerator', blank='suppressed') }} as value_status
    from landed
)

select * from typed
