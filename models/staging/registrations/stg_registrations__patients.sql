with landed as (
    select * from {{ source('registrations', 'patients') }}
),

typed as (
    select
        practice_code,
        lsoa_code,
        {{ date_of_extract('extract_date') }} as extracted_on,
        {{ published_number('patients') }} as patients
    from landed
)

select * from typed
