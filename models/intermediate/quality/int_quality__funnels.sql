-- method: §9.1 to §9.4. Control limits of the standardised measures: plain Poisson limits at the
-- expected count, and the same widened for over-dispersion: mortality in SHMI's form (§9.2),
-- readmissions in Spiegelhalter's (§9.3).
with measures as (
    select
        trust_code,
        financial_year,
        measure_id,
        period_start,
        period_end,
        is_carried,
        source_of_counts,
        numerator as observed,
        expected,
        value as ratio,
        ln(value) as log_ratio,
        (sqrt(value) - 1e0) * 2e0 * sqrt(expected) as z,
        4e0 * expected as precision
    from {{ ref('int_quality__measures') }}
    where expected > 0 and numerator > 0
),

mortality as (
    select * from measures
    where measure_id = 'mortality'
),

readmissions as (
    select * from measures
    where measure_id = 'readmissions'
),

{% set by = ['financial_year', 'measure_id'] -%}
mortality_dispersion as (
    {{ overdispersion_shmi('mortality', 'log_ratio', 'expected', by) }}
),

readmissions_dispersion as (
    {{ overdispersion_spiegelhalter('readmissions', 'z', 'precision', by) }}
),

dispersion as (
    select
        financial_year,
        measure_id,
        phi,
        tau_squared
    from mortality_dispersion
    union all
    select
        financial_year,
        measure_id,
        phi,
        tau_squared
    from readmissions_dispersion
),

{% set limits = [('95', '95'), ('998', '99.8')] -%}
limited as (
    select
        measures.trust_code,
        measures.financial_year,
        measures.measure_id,
        measures.period_start,
        measures.period_end,
        measures.is_carried,
        measures.source_of_counts,
        measures.observed,
        measures.expected,
        measures.ratio,
        dispersion.phi,
        dispersion.tau_squared,
    {%- for name, level in limits %}
        {{ poisson_lower('measures.expected', level) }} / nullif(measures.expected, 0)
            as lower_{{ name }}_plain,
        {{ poisson_upper('measures.expected', level) }} / nullif(measures.expected, 0)
            as upper_{{ name }}_plain,
        {{ overdispersed_limit('measures.measure_id', 'measures.expected', level, '-') }}
            as lower_{{ name }}_overdispersed,
        {{ overdispersed_limit('measures.measure_id', 'measures.expected', level, '+') }}
            as upper_{{ name }}_overdispersed{{ ',' if not loop.last }}
    {%- endfor %}
    from measures
    inner join dispersion using (financial_year, measure_id)
),

-- bands in SHMI's order: 1 higher than expected, 2 as expected, 3 lower than expected
banded as (
    select
        *,
        case
            when ratio > upper_95_plain then 1
            when ratio < lower_95_plain then 3
            else 2
        end as band_plain,
        case
            when ratio > upper_95_overdispersed then 1
            when ratio < lower_95_overdispersed then 3
            else 2
        end as band_overdispersed
    from limited
)

select * from banded
