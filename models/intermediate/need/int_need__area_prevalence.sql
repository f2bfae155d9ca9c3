-- method: §7.1. Prevalence of a condition in today's local authorities: areas that were merged
-- after the prevalence was published are added, registers and lists apart.
with registers as (
    select * from {{ ref('stg_qof__local_authority') }}
),

changes as (
    select * from {{ ref('local_authority_changes') }}
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

prevalence as (
    select
        area_code,
        condition_code,
        financial_year as prevalence_year,
        sum(register_count) as register_count,
        sum(list_size) as list_size,
        sum(register_count) / nullif(sum(list_size), 0) as prevalence_share
    from recoded
    group by area_code, condition_code, financial_year
)

select * from prevalence
qualify dense_rank() over (order by prevalence_year desc) = 1
