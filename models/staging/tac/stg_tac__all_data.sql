with landed as (
    select * from {{ source('tac', 'all_data') }}
),

typed as (
    select
        organisation_name,
        {{ organisation_key('organisation_name') }} as organisation_key,
        _year as financial_year,
        worksheet_name,
        main_code,
        cast(round({{ published_number('row_number') }}) as integer) as row_number,
        subcode,
        {{ published_number('amount') }} as amount,
        {{ value_status('amount') }} as value_status
    from landed
)

select * from typed
