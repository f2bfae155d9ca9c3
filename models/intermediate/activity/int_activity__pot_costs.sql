-- method: §4.3. Actual and expected cost by pot, each pot's expected cost re-based to its actual
-- cost over the cohort trusts with the return. The identity is per pot and year, and tested.
with totals as (
    select * from {{ ref('int_activity__trust_costs') }}
),

cohort_codes as (
    select * from {{ ref('int_trusts__cohort_codes') }}
),

by_pot as (
    select
        cohort_codes.trust_code,
        financial_year,
        totals.mapping_pot,
        sum(totals.actual_cost_gbp) as actual_cost_gbp,
        sum(totals.expected_cost_gbp) as expected_cost_gbp
    from totals
    inner join cohort_codes using (reported_code, financial_year)
    group by cohort_codes.trust_code, financial_year, totals.mapping_pot
),

with_factor as (
    select
        trust_code,
        financial_year,
        mapping_pot,
        actual_cost_gbp,
        expected_cost_gbp,
        {{ rebase_factor(['financial_year', 'mapping_pot']) }} as rebase_factor
    from by_pot
),

rebased as (
    select
        trust_code,
        financial_year,
        mapping_pot,
        actual_cost_gbp,
        expected_cost_gbp,
        rebase_factor,
        expected_cost_gbp * rebase_factor as rebased_expected_cost_gbp
    from with_factor
)

select * from rebased
