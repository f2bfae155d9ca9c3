-- method: §7.1. Prevalence at a trust in each year: the finest route whose areas cover enough of
-- its patients, of the registers nearest to the year; where none does, the one that covers most.
with routes as (
    select * from {{ ref('int_need__prevalence_routes') }}
),

years as (
    select * from {{ ref('int_trusts__years') }}
),

offered as (
    select
        routes.trust_code,
        years.financial_year,
        routes.condition_code,
        routes.prevalence_route,
        routes.catchment_year,
        routes.prevalence_year,
        routes.covered_share,
        routes.prevalence_share,
        routes.england_share,
        routes.ratio_to_england,
        row_number() over (
            partition by
                routes.trust_code,
                years.financial_year,
                routes.condition_code
            order by
                case when {{ covers_enough('routes.covered_share') }} then 0 else 1 end,
                case
                    when {{ covers_enough('routes.covered_share') }} then routes.route_rank
                    else -routes.covered_share
                end,
                abs(
                    {{ financial_year_number('years.financial_year') }}
                    - {{ financial_year_number('routes.prevalence_year') }}
                ),
                routes.prevalence_year desc,
                routes.route_rank asc
        ) as place
    from routes
    cross join years
),

finest as (
    select
        trust_code,
        financial_year,
        condition_code,
        prevalence_route,
        catchment_year,
        prevalence_year,
        covered_share,
        prevalence_share,
        england_share,
        ratio_to_england
    from offered
    where place = 1
)

select * from finest
