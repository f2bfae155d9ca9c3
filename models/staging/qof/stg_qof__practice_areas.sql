with landed as (
    select * from {{ source('qof', 'practice_areas') }}
),

typed as (
    select
        practice_code,
        {{ financial_year_from_digits('_years') }} as financial_year,
        practice_name,
        icb_code,
        sub_icb_code,
        region_code
    from landed
)

select * from typed
