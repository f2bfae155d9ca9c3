-- method: §6.5. Slope of ln(spend) on ln(casemix-weighted activity), and the correlation of value
-- with ln(spend): over all trusts and within trust type, plain and adjusted for need.
with valued as (
    select * from {{ ref('int_value__specifications') }}
    where activity_basis = 'casemix_weighted' and quality_basket = 'balanced'
),

need as (
    select * from {{ ref('int_need__index') }}
),

trust_logs as (
    select
        valued.financial_year,
        valued.spend_basis,
        valued.trust_type,
        valued.value_per_1000_gbp,
        ln(valued.weighted_activity) as log_activity,
        ln(valued.spend_gbp) as log_spend,
        ln(need.need_index) as log_need
    from valued
    inner join need using (trust_code, financial_year)
    where need.need_index > 0 and valued.weighted_activity > 0
),

{% set by = ['financial_year', 'spend_basis'] -%}
plain as (
    {{ slope_hc3('trust_logs', 'log_activity', 'log_spend', 'value_per_1000_gbp', by) }}
),

plain_need as (
    {{ slope_hc3(
        'trust_logs', 'log_activity', 'log_spend', 'value_per_1000_gbp', by, adjust='log_need'
    ) }}
),

within_type as (
    {{ slope_hc3(
        'trust_logs', 'log_activity', 'log_spend', 'value_per_1000_gbp', by, within='trust_type'
    ) }}
),

within_type_need as (
    {{ slope_hc3(
        'trust_logs', 'log_activity', 'log_spend', 'value_per_1000_gbp', by,
        within='trust_type', adjust='log_need'
    ) }}
),

fits as (
    select
        *,
        'all trusts' as within,
        'none' as adjusted_for
    from plain
    union all
    select
        *,
        'all trusts' as within,
        'need' as adjusted_for
    from plain_need
    union all
    select
        *,
        'trust type' as within,
        'none' as adjusted_for
    from within_type
    union all
    select
        *,
        'trust type' as within,
        'need' as adjusted_for
    from within_type_need
)

select
    financial_year,
    spend_basis,
    within,
    adjusted_for,
    units as trusts,
    slope as elasticity,
    slope_low as elasticity_low,
    slope_high as elasticity_high,
    slope_reverse as elasticity_reverse,
    correlation_other as correlation_value_size
from fits
