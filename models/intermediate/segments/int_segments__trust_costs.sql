-- method: §4.3. Costs by reporting provider at the finest level that a year has: need segments
-- where the organisation file is landed, else the pots of the totals by trust. One of the two
-- serves a year, never both.
with records as (
    select * from {{ ref('stg_ncc__organisation') }}
),

totals as (
    select * from {{ ref('stg_ncc__trust_totals') }}
),

currencies as (
    select * from {{ ref('int_segments__map') }}
    where found_in = 'organisation file'
),

recorded as (
    select
        records.trust_code as reported_code,
        records.financial_year,
        'segment' as level,
        currencies.cost_pot as mapping_pot,
        currencies.segment,
        sum(records.activity_count) as activity_count,
        sum(records.actual_cost_gbp) as actual_cost_gbp,
        sum(records.expected_cost_gbp) as expected_cost_gbp
    from records
    inner join currencies
        using (financial_year, department_code, currency_code, treatment_function, mapping_pot)
    group by
        records.trust_code,
        records.financial_year,
        currencies.cost_pot,
        currencies.segment
),

recorded_years as (
    select distinct financial_year from recorded
),

totalled as (
    select
        totals.trust_code as reported_code,
        totals.financial_year,
        'pot' as level,
        totals.mapping_pot,
        totals.mapping_pot as segment,
        cast(null as double) as activity_count,
        totals.actual_cost_gbp,
        totals.expected_cost_gbp
    from totals
    left join recorded_years on totals.financial_year = recorded_years.financial_year
    where recorded_years.financial_year is null
),

finest as (
    select * from recorded
    union all
    select * from totalled
)

select * from finest
