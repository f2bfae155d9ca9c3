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
        mortality.trust_basis,
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
    inner join need
        on
            mortality.trust_basis = need.trust_basis
            and mortality.trust_code = need.trust_code
            and mortality.financial_year = need.financial_year
    where mortality.value > 0 and need.need_index > 0
),

raw_dispersion as (
    {{ overdispersion_shmi(
        'ratios', 'log_ratio', 'expected_deaths', ['trust_basis', 'financial_year']
    ) }}
),

weighted as (
    select
        ratios.trust_basis,
        ratios.financial_year,
        ratios.log_need,
        ratios.log_ratio,
        1e0 / (raw_dispersion.tau_squared + 1e0 / ratios.expected_deaths) as weight
    from ratios
    inner join raw_dispersion
        on
            ratios.trust_basis = raw_dispersion.trust_basis
            and ratios.financial_year = raw_dispersion.financial_year
),

line as (
    {{ weighted_line(
        'weighted', 'log_need', 'log_ratio', 'weight', ['trust_basis', 'financial_year']
    ) }}
),

-- the variances are taken as known, so the slope's is 1 ÷ Σw(x − x̄)²
slope as (
    select
        line.trust_basis,
        line.financial_year,
        line.slope - {{ deviate_of('95') }}e0 / nullif(sqrt(line.sum_of_squares), 0) as slope_low,
        line.slope + {{ deviate_of('95') }}e0 / nullif(sqrt(line.sum_of_squares), 0) as slope_high,
        raw_dispersion.tau_squared as raw_tau_squared
    from line
    inner join raw_dispersion
        on
            line.trust_basis = raw_dispersion.trust_basis
            and line.financial_year = raw_dispersion.financial_year
),

residuals as (
    select
        ratios.trust_basis,
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
    inner join line
        on
            ratios.trust_basis = line.trust_basis
            and ratios.financial_year = line.financial_year
),

dispersion as (
    {{ overdispersion_shmi(
        'residuals', 'residual', 'expected_deaths', ['trust_basis', 'financial_year']
    ) }}
),

shrunken as (
    select
        residuals.trust_basis,
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
    inner join dispersion
        on
            residuals.trust_basis = dispersion.trust_basis
            and residuals.financial_year = dispersion.financial_year
    inner join slope as line
        on
            residuals.trust_basis = line.trust_basis
            and residuals.financial_year = line.financial_year
)

select * from shrunken
