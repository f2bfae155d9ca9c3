-- method: §2. A year exists where a return has a year of its own; snapshots make none.
with accounts as (
    select financial_year, 'tac' as return_name from {{ ref('stg_tac__all_data') }}
),

costs as (
    select financial_year, 'ncc' as return_name from {{ ref('stg_ncc__trust_totals') }}
),

admitted_care as (
    select financial_year, 'hes_apc' as return_name from {{ ref('stg_hes_apc__provider_measures') }}
),

outpatients as (
    select financial_year, 'hes_op' as return_name
    from {{ ref('stg_hes_op__provider_appointments') }}
),

emergency_care as (
    select financial_year, 'ae' as return_name from {{ ref('stg_ae__monthly') }}
),

waits as (
    select financial_year, 'rtt' as return_name from {{ ref('stg_rtt__incomplete_provider') }}
),

readmissions as (
    select financial_year, 'readmissions' as return_name
    from {{ ref('stg_readmissions__provider') }}
),

beds as (
    select financial_year, 'kh03' as return_name from {{ ref('stg_kh03__annual_average') }}
),

workforce as (
    select financial_year, 'workforce' as return_name
    from {{ ref('stg_workforce__monthly_fte') }}
),

all_returns as (
    select financial_year, return_name from accounts
    union
    select financial_year, return_name from costs
    union
    select financial_year, return_name from admitted_care
    union
    select financial_year, return_name from outpatients
    union
    select financial_year, return_name from emergency_care
    union
    select financial_year, return_name from waits
    union
    select financial_year, return_name from readmissions
    union
    select financial_year, return_name from beds
    union
    select financial_year, return_name from workforce
),

years as (
    select
        financial_year,
        {{ financial_year_starts_on('financial_year') }} as starts_on,
        {{ financial_year_ends_on('financial_year') }} as ends_on,
        count(*) as returns_landed
    from all_returns
    group by financial_year
)

select * from years
