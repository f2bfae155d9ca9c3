-- method: §7.1. What each lower layer super output area lies in, by the latest boundaries landed.
with output_areas as (
    select * from {{ ref('stg_geography__output_areas') }}
    qualify dense_rank() over (order by boundary_year desc) = 1
),

areas as (
    select
        lsoa_code,
        min(msoa_code) as msoa_code,
        min(local_authority_code) as local_authority_code
    from output_areas
    group by lsoa_code
)

select * from areas
