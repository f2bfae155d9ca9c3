with landed as (
    select * from {{ source('qof', 'practices') }}
),

typed as (
    select
        practice_code,
        {{ financial_year_from_digits('_years') }} as financial_year,
        group_code as condition_code,
        list_type,
        {{ published_number('register') }} as register_count,
        {{ published_number('list_size') }} as list_size,
        {{ value_status('register') }} as value_status
    from landed
)

select * from typed
