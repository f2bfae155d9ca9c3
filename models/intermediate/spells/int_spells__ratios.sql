-- method: §5, "From spells"; §9.1 to §9.3. Observed ÷ expected with its interval, and the limits
-- within which ratios lie when trusts differ as much as they do anyway.
with expected as (
    select * from {{ ref('int_spells__expected') }}
),

cohort_codes as (
    select * from {{ ref('int_trusts__cohort_codes') }}
),

-- small counts of a predecessor stay out of the sum, where they could be told by subtraction
by_trust as (
    select
        cohort_codes.trust_code,
        cohort_codes.financial_year,
        expected.measure_id,
        cast(bit_count(bit_or(expected.months_found)) as bigint) as months_landed,
        sum(case when not expected.is_small then expected.counted_spells end) as counted_spells,
        sum(case when not expected.is_small then expected.observed end) as observed,
        sum(case when not expected.is_small then expected.expected end) as expected,
        sum(case when not expected.is_small then expected.variance end) as variance,
        sum(case when not expected.is_small then expected.own_expected end) as own_expected,
        sum(case when not expected.is_small then expected.few_trusts_spells end)
            as few_trusts_spells
    from expected
    inner join cohort_codes
        on
            expected.trust_code = cohort_codes.reported_code
            and expected.financial_year = cohort_codes.financial_year
    group by
        cohort_codes.trust_code, cohort_codes.financial_year, expected.measure_id
),

-- 1 ÷ information is the squared standard error of the ratio where only chance differs
measured as (
    select
        *,
        observed / nullif(expected, 0) as ratio,
        case
            when measure_id in ('mortality', 'readmissions') then expected
            else expected * expected / nullif(variance, 0)
        end as information,
        {{ deviate_of('95') }}e0 * sqrt(variance) / nullif(expected, 0) as half_width
    from by_trust
),

scored as (
    select
        financial_year,
        measure_id,
        ln(ratio) as log_ratio,
        information,
        case
            when measure_id = 'readmissions' then (sqrt(ratio) - 1e0) * 2e0 * sqrt(information)
            else (ratio - 1e0) * sqrt(information)
        end as z,
        case when measure_id = 'readmissions' then 4e0 * information else information end
            as precision
    from measured
    where ratio > 0 and information > 0
),

mortality as (
    select * from scored
    where measure_id = 'mortality'
),

others as (
    select * from scored
    where measure_id != 'mortality'
),

{% set by = ['financial_year', 'measure_id'] -%}
mortality_dispersion as (
    {{ overdispersion_shmi('mortality', 'log_ratio', 'information', by) }}
),

others_dispersion as (
    {{ overdispersion_spiegelhalter('others', 'z', 'precision', by) }}
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
    from others_dispersion
),

{% set limits = [('95', '95'), ('998', '99.8')] -%}
{% set of, around = 'measured.measure_id', 'measured.information' -%}
limited as (
    select
        measured.trust_code,
        measured.financial_year,
        measured.measure_id,
        measured.months_landed,
        measured.counted_spells,
        measured.observed,
        measured.expected,
        measured.ratio,
        case
            when measured.measure_id in ('mortality', 'readmissions')
                then ({{ poisson_lower('measured.observed', '95') }}) / nullif(measured.expected, 0)
            when measured.information > 0
                then greatest(measured.ratio - measured.half_width, 0e0)
        end as ratio_low,
        case
            when measured.measure_id in ('mortality', 'readmissions')
                then ({{ poisson_upper('measured.observed', '95') }}) / nullif(measured.expected, 0)
            else measured.ratio + measured.half_width
        end as ratio_high,
        {%- for name, level in limits %}
            case
                when dispersion.tau_squared >= 0 and measured.information > 0
                    then {{ overdispersed_limit(of, around, level, '-') }}
            end as lower_{{ name }}_overdispersed,
            case
                when dispersion.tau_squared >= 0 and measured.information > 0
                    then {{ overdispersed_limit(of, around, level, '+') }}
            end as upper_{{ name }}_overdispersed,
        {%- endfor %}
        dispersion.phi,
        dispersion.tau_squared,
        measured.own_expected / nullif(measured.expected, 0) as own_share,
        measured.few_trusts_spells / nullif(measured.counted_spells, 0) as few_trusts_share
    from measured
    left join dispersion using (financial_year, measure_id)
)

select * from limited
