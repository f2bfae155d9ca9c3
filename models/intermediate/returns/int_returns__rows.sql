-- method: §2, §10. How many rows each published organisation has in each return and year, before
-- any figure is chosen: what the coverage mart answers for. National and area rows count under
-- ENG.
with ae__monthly as (
    select
        'ae' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ae__monthly') }}
),

catchment__admission_shares as (
    select
        'catchment' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_catchment__admission_shares') }}
),

catchment__populations as (
    select
        'catchment' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_catchment__populations') }}
),

catchment__msoa_patients as (
    select
        'catchment' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_catchment__msoa_patients') }}
),

cqc__ratings as (
    select
        'cqc' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_cqc__ratings') }}
),

deflators__gdp as (
    select
        'deflators' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_deflators__gdp') }}
),

geography__output_areas as (
    select
        'geography' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_geography__output_areas') }}
),

hes_apc__provider_measures as (
    select
        'hes_apc' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_hes_apc__provider_measures') }}
),

hes_mar__monthly as (
    select
        'hes_mar' as return_name,
        case when org_level = 'Provider' then trust_code else 'ENG' end as reported_code,
        financial_year,
        cast(null as date) as period_start,
        value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_hes_mar__monthly') }}
),

hes_op__provider_appointments as (
    select
        'hes_op' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_hes_op__provider_appointments') }}
),

kh03__annual_average as (
    select
        'kh03' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_kh03__annual_average') }}
),

kh03__quarterly as (
    select
        'kh03' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_kh03__quarterly') }}
),

mff__provider as (
    select
        'mff' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_mff__provider') }}
),

ncc__trust_totals as (
    select
        'ncc' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ncc__trust_totals') }}
),

ncc__organisation as (
    select
        'ncc' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ncc__organisation') }}
),

ncc__national_schedule as (
    select
        'ncc' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ncc__national_schedule') }}
),

nof__league_table as (
    select
        'nof' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_nof__league_table') }}
),

ods__trusts as (
    select
        'ods' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ods__trusts') }}
),

ods__successions as (
    select
        'ods' as return_name,
        predecessor_code as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_ods__successions') }}
),

person_segments__care as (
    select
        'person_segments' as return_name,
        'ENG' as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_person_segments__care') }}
),

qof__icb as (
    select
        'qof' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_qof__icb') }}
),

qof__local_authority as (
    select
        'qof' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_qof__local_authority') }}
),

qof__practices as (
    select
        'qof' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_qof__practices') }}
),

qof__practice_areas as (
    select
        'qof' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_qof__practice_areas') }}
),

readmissions__provider as (
    select
        'readmissions' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_readmissions__provider') }}
),

registrations__patients as (
    select
        'registrations' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_registrations__patients') }}
),

rtt__incomplete_provider as (
    select
        'rtt' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_rtt__incomplete_provider') }}
),

shmi__trust_level as (
    select
        'shmi' as return_name,
        trust_code as reported_code,
        cast(null as string) as financial_year,
        cast(period_start as date) as period_start,
        value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_shmi__trust_level') }}
),

tac__subcodes as (
    select
        'tac' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_tac__subcodes') }}
),

tac__providers as (
    select
        'tac' as return_name,
        'ENG' as reported_code,
        cast(null as string) as financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_tac__providers') }}
),

workforce__monthly_fte as (
    select
        'workforce' as return_name,
        trust_code as reported_code,
        financial_year,
        cast(null as date) as period_start,
        false as is_suppressed
    from {{ ref('stg_workforce__monthly_fte') }}
),

tac__all_data as (
    select
        'tac' as return_name,
        coalesce(names.trust_code, accounts.organisation_name) as reported_code,
        accounts.financial_year,
        cast(null as date) as period_start,
        accounts.value_status = 'suppressed' as is_suppressed
    from {{ ref('stg_tac__all_data') }} as accounts
    left join {{ ref('int_spend__accounts_names') }} as names
        on accounts.organisation_key = names.organisation_key
),

every_row as (
    select * from ae__monthly
    union all
    select * from catchment__admission_shares
    union all
    select * from catchment__populations
    union all
    select * from catchment__msoa_patients
    union all
    select * from cqc__ratings
    union all
    select * from deflators__gdp
    union all
    select * from geography__output_areas
    union all
    select * from hes_apc__provider_measures
    union all
    select * from hes_mar__monthly
    union all
    select * from hes_op__provider_appointments
    union all
    select * from kh03__annual_average
    union all
    select * from kh03__quarterly
    union all
    select * from mff__provider
    union all
    select * from ncc__trust_totals
    union all
    select * from ncc__organisation
    union all
    select * from ncc__national_schedule
    union all
    select * from nof__league_table
    union all
    select * from ods__trusts
    union all
    select * from ods__successions
    union all
    select * from person_segments__care
    union all
    select * from qof__icb
    union all
    select * from qof__local_authority
    union all
    select * from qof__practices
    union all
    select * from qof__practice_areas
    union all
    select * from readmissions__provider
    union all
    select * from registrations__patients
    union all
    select * from rtt__incomplete_provider
    union all
    select * from shmi__trust_level
    union all
    select * from tac__subcodes
    union all
    select * from tac__providers
    union all
    select * from workforce__monthly_fte
    union all
    select * from tac__all_data
),

counted as (
    select
        return_name,
        reported_code,
        financial_year,
        period_start,
        count(*) as rows_landed,
        count(case when is_suppressed then 1 end) as rows_suppressed
    from every_row
    group by return_name, reported_code, financial_year, period_start
)

select * from counted
