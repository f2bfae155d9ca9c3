-- method: §4.3. Costs by reporting provider at the finest level that a year has: need segments
-- where the organisation file is landed, else department and service where the cost index by these
-- is, else the pots of the totals by trust. One of them serves a year, never two; so it is with the
-- two files of the index, of which the one adjusted for the market forces factor goes first.
with records as (
    select * from {{ ref('stg_ncc__organisation') }}
),

services as (
    select * from {{ ref('stg_ncci__department_service') }}
),

settings as (
    select * from {{ ref('care_settings') }}
    where code_kind = 'department'
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

served as (
    select
        services.trust_code as reported_code,
        services.financial_year,
        case
            when services.is_mff_adjusted then 'department and service'
            else 'department and service, MFF unadjusted'
        end as level,
        {{ cost_pot('services.mapping_pot', 'settings.mapping_pot') }} as mapping_pot,
        services.department_code || ' ' || services.service_code as segment,
        services.activity_count,
        services.actual_cost_gbp,
        services.expected_cost_gbp
    from services
    left join settings on services.department_code = settings.code
    left join recorded_years on services.financial_year = recorded_years.financial_year
    where recorded_years.financial_year is null
    qualify
        services.is_mff_adjusted
        or not bool_or(services.is_mff_adjusted) over (partition by services.financial_year)
),

finer_years as (
    select financial_year from recorded_years
    union
    select financial_year from served
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
    left join finer_years on totals.financial_year = finer_years.financial_year
    where finer_years.financial_year is null
),

finest as (
    select * from recorded
    union all
    select
        reported_code,
        financial_year,
        level,
        mapping_pot,
        segment,
        sum(activity_count) as activity_count,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(expected_cost_gbp) as expected_cost_gbp
    from served
    group by reported_code, financial_year, level, mapping_pot, segment
    union all
    select * from totalled
)

select * from finest
