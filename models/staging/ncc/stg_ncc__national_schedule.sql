with landed as (
    select * from {{ source('ncc', 'national_schedule') }}
),

typed as (
    select
        _year as financial_year,
        department_code,
        currency_code,
        currency_description,
        {{ published_number('number_of_activities') }} as activity_count,
        {{ published_number('national_average_unit_cost') }} as unit_cost_gbp,
        {{ published_number('total_cost') }} as total_cost_gbp,
        -- a blank count is withheld: no count of 7 or fewer is published, and each has its cost
        {{ value_status('number_of_activities', blank='suppressed') }} as value_status
    from landed
)

select * from typed
