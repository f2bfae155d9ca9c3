with landed as (
    select * from {{ source('deflators', 'gdp') }}
),

typed as (
    select
        trim(financial_year) as financial_year,
        {{ published_number('gdp_deflator') }} as gdp_deflator,
        case lower(trim(forecast))
            when 'true' then true
            when 'false' then false
        end as is_forecast
    from landed
)

select * from typed
