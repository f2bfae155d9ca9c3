-- method: §4.3. Costs by reporting provider and pot: the organisation file's sums where it is
-- landed for the year, else the totals by trust. One of the two serves a year, never both.
with records as (
    select * from {{ ref('stg_ncc__organisation') }}
),

totals as (
    select * from {{ ref('stg_ncc__trust_totals') }}
),

settings as (
    select * from {{ ref('care_settings') }}
    where code_kind = 'department'
),

recorded as (
    select
        records.trust_code as reported_code,
        records.financial_year,
        {{ cost_pot('records.mapping_pot', 'settings.mapping_pot') }} as mapping_pot,
        records.actual_cost_gbp,
        records.expected_cost_gbp
    from records
    left join settings on records.department_code = settings.code
),

recorded_years as (
    select distinct financial_year from recorded
),

finest as (
    select
        reported_code,
        financial_year,
        mapping_pot,
        actual_cost_gbp,
        expected_cost_gbp
    from recorded
    union all
    select
        totals.trust_code as reported_code,
        totals.financial_year,
        totals.mapping_pot,
        totals.actual_cost_gbp,
        totals.expected_cost_gbp
    from totals
    left join recorded_years on totals.financial_year = recorded_years.financial_year
    where recorded_years.financial_year is null
),

by_pot as (
    select
        reported_code,
        financial_year,
        mapping_pot,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(expected_cost_gbp) as expected_cost_gbp
    from finest
    group by reported_code, financial_year, mapping_pot
)

select * from by_pot
