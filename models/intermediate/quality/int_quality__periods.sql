-- method: §2. Which published period serves which financial year: the year's own, or else the
-- nearest that starts within twelve months of it.
with years as (
    select * from {{ ref('int_returns__years') }}
),

mortality as (
    select distinct
        period_start,
        period_end
    from {{ ref('int_quality__deaths') }}
),

served as (
    select
        years.financial_year,
        mortality.period_start,
        mortality.period_end,
        mortality.period_start != years.starts_on as is_carried
    from years
    cross join mortality
    where
        abs({{ months_between('years.starts_on', 'mortality.period_start') }}) < 12
    qualify row_number() over (
        partition by years.financial_year
        order by
            abs({{ months_between('years.starts_on', 'mortality.period_start') }}),
            mortality.period_start,
            mortality.period_end
    ) = 1
)

select * from served
