with landed as (
    select * from {{ source('person_segments', 'care') }}
),

typed as (
    select
        _year as financial_year,
        upper(_icb) as icb_code,
        person_key,
        lower(trim(person_segment)) as person_segment,
        {{ trust_code('provider_code') }} as trust_code,
        coalesce(department_code, '') as department_code,
        coalesce(currency_code, '') as currency_code,
        {{ published_number('activity') }} as activity_count,
        {{ published_number('cost') }} as cost_gbp,
        coalesce(_sheet, '') as file_part,
        _row as file_row
    from landed
)

select * from typed
