with landed as (
    select * from {{ source('eric', 'sites') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trust_name,
        trust_type,
        site_code,
        site_name,
        site_type,
        {{ financial_year_from_digits('_years') }} as financial_year,
        {{ published_number('gross_internal_floor_area') }} as gross_internal_floor_area_m2,
        {{ published_number('high_risk_backlog_cost') }} as high_risk_backlog_cost_gbp,
        {{ published_number('significant_risk_backlog_cost') }}
            as significant_risk_backlog_cost_gbp,
        {{ published_number('moderate_risk_backlog_cost') }} as moderate_risk_backlog_cost_gbp,
        {{ published_number('low_risk_backlog_cost') }} as low_risk_backlog_cost_gbp,
        {{ published_number('cleaning_cost') }} as cleaning_cost_gbp,
        {{ value_status('gross_internal_floor_area') }} as value_status
    from landed
)

select * from typed
