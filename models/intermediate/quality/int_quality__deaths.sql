-- method: §5.1. Deaths of every period landed, by trust: those of a period's own file, else those
-- of the historical file.
with published as (
    select
        *,
        1 as precedence
    from {{ ref('stg_shmi__trust_level') }}
    union all
    select
        *,
        2 as precedence
    from {{ ref('stg_shmi__trust_history') }}
),

-- a period's own file takes the place of the whole period
own as (
    select *
    from published
    qualify precedence = min(precedence) over (partition by period_start, period_end)
)

select
    trust_code,
    period_start,
    period_end,
    spells_count,
    observed_deaths,
    expected_deaths,
    published_band
from own
