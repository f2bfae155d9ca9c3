-- method: §5.3. Pathways waiting, by provider and month: those of the month's published workbook
-- where it is landed, else those of the file of many months.
with published as (
    select
        trust_code,
        month_starts_on,
        financial_year,
        pathways_count,
        within_18_weeks_count,
        1 as precedence
    from {{ ref('stg_rtt__incomplete_workbook') }}
    where lower(treatment_function) = 'total'
    union all
    select
        trust_code,
        month_starts_on,
        financial_year,
        pathways_count,
        within_18_weeks_count,
        2 as precedence
    from {{ ref('stg_rtt__incomplete_provider') }}
),

finest as (
    select *
    from published
    qualify precedence = min(precedence) over (partition by month_starts_on)
)

select
    trust_code,
    month_starts_on,
    financial_year,
    pathways_count,
    within_18_weeks_count
from finest
