-- method: §7.3, variant casemix. ln(O/E) = a + b ln(need) + u + e; tau0² from the raw ratios
-- (§9.2), weighted least squares, tau² from the residuals, then shrinkage of u toward zero.
with mortality as (
    select * from {{ ref('int_quality__measures') }}
    where measure_id = 'mortality'
),

need as (
    select * from {{ ref('int_need__index') }}
),

ratios as (
    select
        mortality.trust_code,
        mortality.financial_year,
        mortality.period_start,
        mortality.period_end,
        mortality.is_carried,
        mortality.numerator as observed_deaths,
        mortality.expected as expected_deaths,
        mortality.value as mortality_ratio,
        need.need_index,
        ln(mortality.value) as log_ratio,
        ln(need.need_index) as log_need
    from mortality
    inner join need using (trust_code, financial_year)
    where mortality.value > 0 and need.need_index > 0
),

raw_dispersion as (
    {{ overdispersion_shmi(
        'ratios', 'log_ratio', 'expected_deaths', ['financial_year']
    ) }}
),

weighted as (
    select
        ratios.financial_year,
        ratios.log_need,
        ratios.log_ratio,
        1e0 / (raw_dispersion.tau_squared + 1e0 / ratios.expected_deaths) as weight
    from ratios
    inner join raw_dispersion using (financial_year)
),

line as (
    {{ weighted_line(
        'weighted', 'log_need', 'log_ratio', 'weight', ['financial_year']
    ) }}
),

-- the variances are taken as known, so the slope's is 1 ÷ Σw(x − x̄)²
slope as (
    select
        line.financial_year,
        line.slope - {{ deviate_of('95') }}e0 / nullif(sqrt(line.sum_of_squares), 0) as slope_low,
        line.slope + {{ deviate_of('95') }}e0 / nullif(sqrt(line.sum_of_squares), 0) as slope_high,
        raw_dispersion.tau_squared as raw_tau_squared
    from line
    inner join raw_dispersion using (financial_year)
),

residuals as (
    select
        ratios.trust_code,
        ratios.financial_year,
        ratios.period_start,
        ratios.period_end,
        ratios.is_carried,
        ratios.observed_deaths,
        ratios.expected_deaths,
        ratios.mortality_ratio,
        ratios.need_index,
        line.intercept,
        line.slope,
        exp(line.intercept + line.slope * ratios.log_need) as predicted_ratio,
        ratios.log_ratio - line.intercept - line.slope * ratios.log_need as residual
    from ratios
    inner join line using (financial_year)
),

dispersion as (
    {{ overdispersion_shmi(
        'residuals', 'residual', 'expected_deaths', ['financial_year']
    ) }}
),

shrunken as (
    select
        residuals.trust_code,
        residuals.financial_year,
        residuals.period_start,
        residuals.period_end,
        residuals.is_carried,
        residuals.observed_deaths,
        residuals.expected_deaths,
        residuals.mortality_ratio,
        residuals.need_index,
        residuals.intercept,
        residuals.slope,
        residuals.predicted_ratio,
        dispersion.tau_squared,
        dispersion.phi,
        line.slope_low,
        line.slope_high,
        line.raw_tau_squared,
        {{ shrunken_deviation(
            'residuals.residual', 'residuals.expected_deaths', 'dispersion.tau_squared'
        ) }} as health_alpha,
        {{ shrunken_error('residuals.expected_deaths', 'dispersion.tau_squared') }}
            as health_alpha_se
    from residuals
    inner join dispersion using (financial_year)
    inner join slope as line using (financial_year)
)

select * from shrunken
