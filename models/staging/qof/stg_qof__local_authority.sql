with landed as (
    select * from {{ source('qof', 'local_authority') }}
),

typed as (
    select
        lad_code as area_code,
        lad_name as area_name,
        _year as financial_year,
        group_code as condition_code,
        {{ published_number('register') }} as register_count,
        {{ published_number('list') }} as list_size,
        {{ published_number('prevalence') }} as prevalence_share
    from landed
)

select * from typed
