-- method: §7.1. Prevalence of a condition by area. Two sources: the published table by local
-- authority, where areas merged since are added, registers and lists apart; and the registers of
-- practices, carried to the areas where their patients live.
with registers as (
    select * from {{ ref('stg_qof__local_authority') }}
),

changes as (
    select * from {{ ref('local_authority_changes') }}
),

conditions as (
    select * from {{ ref('conditions') }}
),

practices as (
    select registers.*
    from {{ ref('stg_qof__practices') }} as registers
    inner join conditions on registers.condition_code = conditions.condition_code
    where registers.register_count is not null and registers.list_size > 0
),

practice_areas as (
    select * from {{ ref('int_need__practice_areas') }}
),

recoded as (
    select
        coalesce(changes.new_area_code, registers.area_code) as area_code,
        registers.condition_code,
        registers.financial_year,
        registers.register_count,
        registers.list_size
    from registers
    left join changes on registers.area_code = changes.old_area_code
),

-- registers are of the last day of the year: patients live where the nearest extract has them
years as (
    select distinct financial_year from practices
),

extracts as (
    select distinct extracted_on from practice_areas
),

nearest as (
    select
        years.financial_year,
        extracts.extracted_on
    from years
    cross join extracts
    qualify
        row_number() over (
            partition by years.financial_year
            order by
                abs({{ months_between(
                    financial_year_ends_on('years.financial_year'), 'extracts.extracted_on'
                ) }}),
                extracts.extracted_on desc
        ) = 1
),

carried as (
    select
        practice_areas.area_level,
        practice_areas.area_code,
        practices.condition_code,
        practices.financial_year,
        practices.register_count * practice_areas.practice_share as register_count,
        practices.list_size * practice_areas.practice_share as list_size
    from practices
    inner join nearest on practices.financial_year = nearest.financial_year
    inner join practice_areas
        on
            practices.practice_code = practice_areas.practice_code
            and nearest.extracted_on = practice_areas.extracted_on
),

both_sources as (
    select
        'published table' as prevalence_source,
        'local authority' as area_level,
        area_code,
        condition_code,
        financial_year,
        register_count,
        list_size
    from recoded
    union all
    select
        'practices' as prevalence_source,
        area_level,
        area_code,
        condition_code,
        financial_year,
        register_count,
        list_size
    from carried
),

prevalence as (
    select
        prevalence_source,
        area_level,
        area_code,
        condition_code,
        financial_year as prevalence_year,
        sum(register_count) as register_count,
        sum(list_size) as list_size,
        sum(register_count) / nullif(sum(list_size), 0) as prevalence_share
    from both_sources
    group by prevalence_source, area_level, area_code, condition_code, financial_year
)

select * from prevalence
