-- method: §1 (C7)
with england as (
    select * from {{ ref('int_segments__england') }}
),

segments as (
    select * from {{ ref('need_segments') }}
),

settings as (
    select
        setting,
        min(setting_order) as setting_order
    from {{ ref('care_settings') }}
    group by setting
)

select
    england.financial_year,
    england.segment,
    england.setting,
    segments.segment_order,
    settings.setting_order,
    england.cost_gbp,
    england.cost_gbp
    / nullif(sum(england.cost_gbp) over (partition by england.financial_year), 0) as cost_share,
    england.activity_count,
    england.counted_cost_gbp,
    england.counted_cost_gbp / nullif(england.activity_count, 0) as unit_cost_gbp,
    england.currencies as currencies_count,
    england.currencies_withheld as currencies_withheld_count
from england
inner join segments on england.segment = segments.segment
inner join settings on england.setting = settings.setting
