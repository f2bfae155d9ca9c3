with landed as (
    select * from {{ source('workforce', 'monthly_fte') }}
),

with_date as (
    select
        *,
        cast(trim(month) || '-01' as date) as month_starts_on
    from landed
),

typed as (
    select
        {{ trust_code('org_code') }} as trust_code,
        organisation as organisation_name,
        month_starts_on,
        {{ financial_year_of('month_starts_on') }} as financial_year,
        {{ published_number('fte') }} as fte
    from with_date
)

select * from typed
