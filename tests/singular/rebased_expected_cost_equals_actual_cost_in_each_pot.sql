-- The identity of method §4.3 per pot and year. Without this a factor taken over other trusts than
-- it is applied to would make every casemix-weighted value too high or too low by the same few per
-- cent.
with pots as (
    select
        financial_year,
        mapping_pot,
        count(distinct rebase_factor) as factors,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(rebased_expected_cost_gbp) as rebased_expected_cost_gbp
    from {{ ref('int_activity__pot_costs') }}
    group by financial_year, mapping_pot
)

select * from pots
where
    factors <> 1
    or abs(rebased_expected_cost_gbp - actual_cost_gbp) > 1e-9 * actual_cost_gbp
