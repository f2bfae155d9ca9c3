with landed as (
    select * from {{ source('rtt', 'incomplete_workbook') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        provider_name as organisation_name,
        trim(treatment_function) as treatment_function,
        {{ month_from_dashed("'-' || _month || '-20' || _yy") }} as month_starts_on,
        {{ financial_year_of(month_from_dashed("'-' || _month || '-20' || _yy")) }}
            as financial_year,
        {{ published_number('total_all') }} as pathways_count,
        {{ published_number('within_18_weeks') }} as within_18_weeks_count,
        {{ published_number('over_52_weeks') }} as over_52_weeks_count
    from landed
)

select * from typed
