with landed as (
    select * from {{ source('geography', 'output_areas') }}
),

typed as (
    select
        oa_code,
        lsoa_code,
        msoa_code,
        local_authority_code,
        2000 + cast(_boundaries as integer) as boundary_year
    from landed
)

select * from typed
