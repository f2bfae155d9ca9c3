with landed as (
    select * from {{ source('tac', 'subcodes') }}
),

typed as (
    select
        financial_year,
        worksheet_name,
        subcode,
        label
    from landed
)

select * from typed
