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

published as (
    select
        'published table' as prevalence_source,
        'local authority' as area_level,
        coalesce(changes.new_area_code, registers.area_code) as area_code,
        registers.condition_code,
        registers.financial_year as prevalence_year,
        sum(registers.register_count) as register_count,
        sum(registers.list_size) as list_size
    from registers
    left join changes on registers.area_code = changes.old_area_code
    group by
        coalesce(changes.new_area_code, registers.area_code),
        registers.condition_code,
        registers.financial_year
),

-- added up before anything else: a national year has millions of practice, area and condition
carried as (
    select
        'practices' as prevalence_source,
        practice_areas.area_level,
        practice_areas.area_code,
        practices.condition_code,
        practices.financial_year as prevalence_year,
        sum(practices.register_count * practice_areas.practice_share) as register_count,
        sum(practices.list_size * practice_areas.practice_share) as list_size
    from practices
    inner join practice_areas using (practice_code, financial_year)
    group by
        practice_areas.area_level,
        practice_areas.area_code,
        practices.condition_code,
        practices.financial_year
),

both_sources as (
    select * from published
    union all
    select * from carried
),

prevalence as (
    select
        prevalence_source,
        area_level,
        area_code,
        condition_code,
        prevalence_year,
        register_count,
        list_size,
        register_count / nullif(list_size, 0) as prevalence_share
    from both_sources
)

select * from prevalence
