-- method: §7.1. Prevalence at a trust by every route that the landed returns allow (seed
-- prevalence_routes): its patients' areas' prevalence, over the areas that have one.
with catchments as (
    select * from {{ ref('int_need__catchments') }}
),

areas as (
    select * from {{ ref('int_need__area_prevalence') }}
),

routes as (
    select * from {{ ref('prevalence_routes') }}
),

-- what each source says of England; the published table also holds the few patients of English
-- practices who live in Wales
england as (
    select
        prevalence_source,
        area_level,
        prevalence_year,
        condition_code,
        sum(case when area_code like 'E%' then register_count end)
        / nullif(sum(case when area_code like 'E%' then list_size end), 0) as england_share
    from areas
    group by prevalence_source, area_level, prevalence_year, condition_code
),

trust_areas as (
    select
        catchments.trust_basis,
        catchments.trust_code,
        catchments.catchment_year,
        catchments.area_share,
        routes.route_rank,
        routes.prevalence_route,
        england.prevalence_year,
        england.condition_code,
        england.england_share,
        areas.prevalence_share
    from catchments
    inner join routes
        on
            catchments.catchment_level = routes.catchment_level
            and catchments.area_level = routes.area_level
    inner join england
        on
            routes.area_level = england.area_level
            and routes.prevalence_source = england.prevalence_source
    left join areas
        on
            england.prevalence_source = areas.prevalence_source
            and england.area_level = areas.area_level
            and england.prevalence_year = areas.prevalence_year
            and england.condition_code = areas.condition_code
            and catchments.area_code = areas.area_code
),

by_trust as (
    select
        trust_basis,
        trust_code,
        condition_code,
        route_rank,
        prevalence_route,
        catchment_year,
        prevalence_year,
        max(england_share) as england_share,
        coalesce(sum(case when prevalence_share is not null then area_share end), 0e0)
            as covered_share,
        sum(area_share * prevalence_share) as covered_prevalence
    from trust_areas
    group by
        trust_basis,
        trust_code,
        condition_code,
        route_rank,
        prevalence_route,
        catchment_year,
        prevalence_year
),

compared as (
    select
        trust_basis,
        trust_code,
        condition_code,
        route_rank,
        prevalence_route,
        catchment_year,
        prevalence_year,
        covered_share,
        covered_prevalence / nullif(covered_share, 0) as prevalence_share,
        england_share,
        covered_prevalence / nullif(covered_share, 0) / nullif(england_share, 0)
            as ratio_to_england
    from by_trust
)

select * from compared
