with landed as (
    select * from {{ source('eric', 'trusts') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trust_name,
        trust_type,
        {{ financial_year_from_digits('_years') }} as financial_year,
        {{ published_number('hard_fm_cost') }} as hard_fm_cost_gbp,
        {{ published_number('soft_fm_cost') }} as soft_fm_cost_gbp,
        {{ published_number('finance_cost') }} as finance_cost_gbp,
        {{ value_status('hard_fm_cost') }} as value_status
    from landed
)

select * from typed
