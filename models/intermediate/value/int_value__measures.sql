-- method: §9.5, §9.6. Every measure of dim_measure in one long table, so that variation and
-- position are computed once for all of them.
with values_by_basis as (
    select * from {{ ref('int_value__default_specification') }}
),

spend as (
    select * from {{ ref('int_spend__totals') }}
),

categories as (
    select * from {{ ref('int_spend__categories') }}
),

category_measures as (
    select * from {{ ref('spend_categories') }}
),

pots as (
    select * from {{ ref('int_activity__pot_costs') }}
),

quality as (
    select * from {{ ref('int_quality__measures') }}
),

capacity as (
    select * from {{ ref('int_activity__capacity') }}
),

alpha as (
    select * from {{ ref('int_need__health_alpha') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

measures as (
    select * from {{ ref('measures') }}
),

unit_costs as (
    select
        trust_code,
        financial_year,
        'unit_cost_index' as measure_id,
        100e0 * sum(actual_cost_gbp) / nullif(sum(rebased_expected_cost_gbp), 0) as value,
        sum(actual_cost_gbp) as base
    from pots
    group by trust_code, financial_year
),

pot_unit_costs as (
    select
        trust_code,
        financial_year,
        case mapping_pot
            when 'APC' then 'unit_cost_index_admitted'
            when '05_OP' then 'unit_cost_index_outpatient'
            when '11_A&E' then 'unit_cost_index_a_and_e'
            when 'OTHER' then 'unit_cost_index_other'
        end as measure_id,
        100e0 * actual_cost_gbp / nullif(rebased_expected_cost_gbp, 0) as value,
        actual_cost_gbp as base
    from pots
    where mapping_pot in ('APC', '05_OP', '11_A&E', 'OTHER')
),

stacked as (
    select
        trust_code,
        financial_year,
        case spend_basis when 'operating' then 'value_operating' else 'value' end as measure_id,
        value_per_1000_gbp as value,
        spend_gbp as base
    from values_by_basis
    union all
    select
        trust_code,
        financial_year,
        'scope_share' as measure_id,
        scope_share as value,
        cast(null as double) as base
    from spend
    union all
    select * from unit_costs
    union all
    select * from pot_unit_costs
    union all
    select
        categories.trust_code,
        categories.financial_year,
        category_measures.measure_id,
        categories.spend_share as value,
        cast(null as double) as base
    from categories
    inner join category_measures on categories.category = category_measures.category
    union all
    select
        trust_code,
        financial_year,
        measure_id,
        value,
        case when expected is null then denominator else numerator end as base
    from quality
    union all
    select
        trust_code,
        financial_year,
        'bed_occupancy' as measure_id,
        bed_occupancy_share as value,
        cast(null as double) as base
    from capacity
    union all
    select
        trust_code,
        financial_year,
        'length_of_stay' as measure_id,
        length_of_stay_days as value,
        beds_occupied as base
    from capacity
    union all
    select
        trust_code,
        financial_year,
        'activity_per_wte' as measure_id,
        weighted_activity_per_wte_gbp as value,
        staff_wte as base
    from capacity
    union all
    select
        trust_code,
        financial_year,
        'health_alpha' as measure_id,
        health_alpha as value,
        cast(null as double) as base
    from alpha
),

placed as (
    select
        stacked.trust_code,
        stacked.financial_year,
        stacked.measure_id,
        stacked.value,
        stacked.base,
        measures.has_true_zero,
        profile.trust_name,
        profile.region_name,
        profile.trust_type,
        profile.size_band
    from stacked
    inner join measures on stacked.measure_id = measures.measure_id
    inner join profile using (trust_code, financial_year)
    where stacked.value is not null
)

select * from placed
