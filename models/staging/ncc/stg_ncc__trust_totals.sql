with landed as (
    select * from {{ source('ncc', 'trust_totals') }}
),

typed as (
    select
        {{ trust_code('provider_code') }} as trust_code,
        _year as financial_year,
        mapping_pot,
        {{ published_number('actual_cost') }} as actual_cost_gbp,
        {{ published_number('expected_cost') }} as expected_cost_gbp
    from landed
)

select * from typed
