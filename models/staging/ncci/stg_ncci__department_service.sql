with landed as (
    select * from {{ source('ncci', 'department_service') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        {{ financial_year_from_digits('_years') }} as financial_year,
        lower(_mff) = 'adjusted' as is_mff_adjusted,
        coalesce(trim(mapping_pot), '') as mapping_pot,
        coalesce(trim(department_code), '') as department_code,
        coalesce(trim(service_code), '') as service_code,
        {{ published_number('activity') }} as activity_count,
        {{ published_number('actual_cost') }} as actual_cost_gbp,
        {{ published_number('expected_cost') }} as expected_cost_gbp
    from landed
)

select * from typed
