with landed as (
    select * from {{ source('dm01', 'provider') }}
),

typed as (
    select
        coalesce({{ trust_code("nullif(trim(provider_code), '')") }}, 'ENG') as trust_code,
        provider_name as organisation_name,
        {{ month_from_dashed("'-' || _month") }} as month_starts_on,
        {{ financial_year_of(month_from_dashed("'-' || _month")) }} as financial_year,
        {{ published_number('total_waiting_list') }} as waiting_count,
        {{ published_number('over_6_weeks') }} as over_6_weeks_count,
        {{ published_number('over_13_weeks') }} as over_13_weeks_count,
        {{ value_status('total_waiting_list') }} as value_status
    from landed
)

select * from typed
