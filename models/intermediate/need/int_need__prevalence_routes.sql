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

trusts as (
    select distinct
        trust_code,
        catchment_level,
        area_level,
        catchment_year
    from catchments
),

-- every route and condition of a trust, whether any of its areas is covered or not
offered as (
    select
        trusts.trust_code,
        trusts.catchment_year,
        routes.route_rank,
        routes.prevalence_route,
        england.prevalence_year,
        england.condition_code,
        england.england_share
    from trusts
    inner join routes using (catchment_level, area_level)
    inner join england
        on
            routes.area_level = england.area_level
            and routes.prevalence_source = england.prevalence_source
),

covered as (
    select
        catchments.trust_code,
        routes.route_rank,
        areas.prevalence_year,
        areas.condition_code,
        sum(catchments.area_share) as covered_share,
        sum(catchments.area_share * areas.prevalence_share) as covered_prevalence
    from catchments
    inner join routes using (catchment_level, area_level)
    inner join areas
        on
            routes.area_level = areas.area_level
            and routes.prevalence_source = areas.prevalence_source
            and catchments.area_code = areas.area_code
    where areas.prevalence_share is not null
    group by
        catchments.trust_code,
        routes.route_rank,
        areas.prevalence_year,
        areas.condition_code
),

compared as (
    select
        offered.trust_code,
        offered.condition_code,
        offered.route_rank,
        offered.prevalence_route,
        offered.catchment_year,
        offered.prevalence_year,
        coalesce(covered.covered_share, 0e0) as covered_share,
        covered.covered_prevalence / nullif(covered.covered_share, 0) as prevalence_share,
        offered.england_share,
        covered.covered_prevalence / nullif(covered.covered_share, 0)
        / nullif(offered.england_share, 0) as ratio_to_england
    from offered
    left join covered using (trust_code, route_rank, prevalence_year, condition_code)
)

select * from compared
