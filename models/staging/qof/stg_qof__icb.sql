with landed as (
    select * from {{ source('qof', 'icb') }}
),

typed as (
    select
        code as area_code,
        name as area_name,
        _year as financial_year,
        group_code as condition_code,
        {{ published_number('register') }} as register_count,
        {{ published_number('denominator') }} as list_size,
        {{ published_number('percent') }} as prevalence_percent
    from landed
)

select * from typed
