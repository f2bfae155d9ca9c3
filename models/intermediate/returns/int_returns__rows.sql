-- method: §2, §10. How many rows each published organisation has in each return and year, before
-- any figure is chosen: what the coverage mart answers for. National and area rows count under
-- ENG.
{#- One line a staging model: of whom a row is (trust_code unless said), and of when (its
    financial_year, a mortality period, or none: a snapshot or national figures); of a monthly or
    quarterly return, its months too. #}
{%- set no_year, of_areas = {'year': 'null'}, {'code': "'ENG'", 'year': 'null'} %}
{%- set can_withhold = {'withheld': "value_status = 'suppressed'"} %}
{%- set monthly = {'months': months_found('month_starts_on')} %}
{%- set staged = [
    ['stg_admitted_spells__spells', {}],
    [
        'stg_ae__monthly',
        dict(monthly, code="case when trust_code = 'TOTAL' then 'ENG' else trust_code end"),
    ],
    ['stg_catchment__admission_shares', no_year],
    ['stg_catchment__populations', no_year],
    ['stg_catchment__msoa_patients', no_year],
    ['stg_cqc__ratings', no_year],
    ['stg_deflators__gdp', of_areas],
    ['stg_dm01__provider', {}],
    ['stg_eric__sites', {}],
    ['stg_eric__trusts', {}],
    ['stg_geography__output_areas', of_areas],
    ['stg_hes_apc__provider_measures', can_withhold],
    [
        'stg_hes_mar__monthly',
        dict(
            can_withhold,
            code="case when org_level = 'Provider' then trust_code else 'ENG' end",
            months=monthly.months,
        ),
    ],
    ['stg_hes_op__provider_appointments', can_withhold],
    ['stg_kh03__annual_average', {'months': 'bit_or(' ~ all_months() ~ ')'}],
    ['stg_kh03__quarterly', {'months': months_of_quarters_found('quarter')}],
    ['stg_mff__provider', no_year],
    ['stg_ncc__trust_totals', {}],
    ['stg_ncc__organisation', {}],
    ['stg_ncc__national_schedule', of_areas],
    ['stg_ncci__department_service', {}],
    ['stg_nof__league_table', no_year],
    ['stg_nof__metrics', dict(can_withhold, year='null')],
    ['stg_nof__productivity_growth', no_year],
    ['stg_ods__trusts', no_year],
    ['stg_ods__successions', {'code': 'predecessor_code', 'year': 'null'}],
    ['stg_person_segments__care', {'code': "'ENG'"}],
    ['stg_qof__icb', of_areas],
    ['stg_qof__local_authority', of_areas],
    ['stg_qof__practices', of_areas],
    ['stg_qof__practice_areas', of_areas],
    ['stg_readmissions__provider', can_withhold],
    ['stg_registrations__patients', of_areas],
    ['stg_rtt__incomplete_provider', monthly],
    ['stg_rtt__incomplete_workbook', monthly],
    ['stg_shmi__trust_level', dict(can_withhold, year='null', period='period_start')],
    ['stg_shmi__trust_history', dict(can_withhold, year='null', period='period_start')],
    ['stg_tac__subcodes', of_areas],
    ['stg_tac__providers', of_areas],
    ['stg_workforce__monthly_fte', monthly],
] %}
with accounts as (
    select * from {{ ref('int_spend__accounts_organisations') }}
),

accounts_names as (
    select * from {{ ref('int_spend__accounts_names') }}
),

counted as (
    {%- for model, says in staged %}
        select
            '{{ model.removeprefix('stg_').split('__')[0] }}' as return_name,
            {{ says.code or 'trust_code' }} as reported_code,
            cast({{ says.year or 'financial_year' }} as string) as financial_year,
            cast({{ says.period or 'null' }} as date) as period_start,
            count(*) as rows_landed,
            count(case when {{ says.withheld or 'false' }} then 1 end) as rows_suppressed,
            {{ says.months or 'cast(null as bigint)' }} as months_found
        from {{ ref(model) }}
        group by all
        union all
    {%- endfor %}
    -- an accounts name without a code counts under the name
    select
        'tac' as return_name,
        coalesce(accounts_names.trust_code, accounts.organisation_name) as reported_code,
        accounts.financial_year,
        cast(null as date) as period_start,
        accounts.rows_landed,
        0 as rows_suppressed,
        cast(null as bigint) as months_found
    from accounts
    left join accounts_names on accounts.organisation_key = accounts_names.organisation_key
),

added_up as (
    select
        return_name,
        reported_code,
        financial_year,
        period_start,
        cast(sum(rows_landed) as bigint) as rows_landed,
        cast(sum(rows_suppressed) as bigint) as rows_suppressed,
        bit_or(months_found) as months_found
    from counted
    where rows_landed > 0
    group by return_name, reported_code, financial_year, period_start
)

select * from added_up
