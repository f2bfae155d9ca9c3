-- method: §7.3, §7.4. Both variants of Health Alpha in one table.
with casemix as (
    select * from {{ ref('int_need__health_alpha') }}
),

population as (
    select * from {{ ref('int_need__population_alpha') }}
),

{% set columns = [
    'trust_code', 'financial_year', 'period_start', 'period_end', 'is_carried',
    'observed_deaths', 'expected_deaths', 'mortality_ratio', 'need_index', 'predicted_ratio',
    'health_alpha', 'health_alpha_se', 'intercept', 'raw_tau_squared', 'phi', 'tau_squared',
] -%}
stacked as (
    select
        'casemix' as variant,
        {%- for column in columns %}
            {{ column }},
        {%- endfor %}
        slope,
        slope_low,
        slope_high,
        'mortality and need index are published' as reason
    from casemix
    union all
    select
        'population' as variant,
        {%- for column in columns %}
            {{ column }},
        {%- endfor %}
        cast(null as double) as slope,
        cast(null as double) as slope_low,
        cast(null as double) as slope_high,
        reason
    from population
)

select * from stacked
