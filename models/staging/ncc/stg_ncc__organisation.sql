with landed as (
    select * from {{ source('ncc', 'organisation') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        _year as financial_year,
        coalesce(department_code, '') as department_code,
        coalesce(currency_code, '') as currency_code,
        coalesce(service_code, '') as treatment_function,
        coalesce(mapping_pot, '') as mapping_pot,
        {{ published_number('activity') }} as activity_count,
        {{ published_number('actual_cost') }} as actual_cost_gbp,
        {{ published_number('expected_cost') }} as expected_cost_gbp,
        coalesce(_sheet, '') as file_part,
        _row as file_row
    from landed
)

select * from typed
