with landed as (
    select * from {{ source('landing', 'manifest') }}
),

typed as (
    select
        return_name,
        table_name,
        file_name,
        coalesce(sheet_name, '') as sheet_name,
        sha256,
        period,
        revision,
        rows_landed,
        cast(published_on as date) as published_on,
        is_superseded,
        cast(landed_at as timestamp) as landed_at,
        reason
    from landed
)

select * from typed
