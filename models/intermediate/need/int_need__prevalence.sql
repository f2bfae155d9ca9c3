-- method: §7.1. Prevalence at a trust: its patients' areas' prevalence, over the areas that have
-- one.
with catchments as (
    select * from {{ ref('int_need__catchments') }}
),

areas as (
    select * from {{ ref('int_need__area_prevalence') }}
),

-- the file also holds the few patients of English practices who live in Wales
england as (
    select
        condition_code,
        sum(register_count) / nullif(sum(list_size), 0) as england_share
    from areas
    where area_code like 'E%'
    group by condition_code
),

conditions as (
    select distinct condition_code from areas
),

trust_areas as (
    select
        catchments.trust_basis,
        catchments.trust_code,
        catchments.area_share,
        conditions.condition_code,
        areas.prevalence_year,
        areas.prevalence_share
    from catchments
    cross join conditions
    left join areas
        on
            catchments.area_code = areas.area_code
            and conditions.condition_code = areas.condition_code
),

by_trust as (
    select
        trust_areas.trust_basis,
        trust_areas.trust_code,
        trust_areas.condition_code,
        max(trust_areas.prevalence_year) as prevalence_year,
        sum(
            case when trust_areas.prevalence_share is not null then trust_areas.area_share end
        ) as covered_share,
        sum(trust_areas.area_share * trust_areas.prevalence_share) as covered_prevalence
    from trust_areas
    group by trust_areas.trust_basis, trust_areas.trust_code, trust_areas.condition_code
),

compared as (
    select
        by_trust.trust_basis,
        by_trust.trust_code,
        by_trust.condition_code,
        by_trust.prevalence_year,
        coalesce(by_trust.covered_share, 0e0) as covered_share,
        by_trust.covered_prevalence / nullif(by_trust.covered_share, 0) as prevalence_share,
        england.england_share,
        by_trust.covered_prevalence / nullif(by_trust.covered_share, 0)
        / nullif(england.england_share, 0) as ratio_to_england
    from by_trust
    inner join england on by_trust.condition_code = england.condition_code
)

select * from compared
