with landed as (
    select * from {{ source('nof', 'metrics') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trim(quarter) as quarter,
        {{ year_to_quarter_starts_on('trim(quarter)') }} as year_starts_on,
        {{ quarter_ends_on('trim(quarter)') }} as quarter_ends_on,
        trim(metric_id) as metric_id,
        trim(units) as units,
        coalesce(trim(reporting_date), '') as reporting_date,
        {{ published_number('value') }} as value,
        {{ value_status('value') }} as value_status
    from landed
)

select * from typed
