with landed as (
    select * from {{ source('ncc', 'organisation') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        _year as financial_year,
        department_code,
        currency_code,
        mapping_pot,
        {{ published_number('activity') }} as activity_count,
        {{ published_number('actual_cost') }} as actual_cost_gbp,
        {{ published_number('expected_cost') }} as expected_cost_gbp,
        coalesce(_sheet, '') as file_part,
        _row as file_row
    from landed
)

select * from typed
