-- Without this a filter or a join in staging could drop landed rows, or double them, and every
-- figure would still look like one. Staging is one row a landed row; the manifest counts those
-- when they land. A return whose files are all superseded or gone has neither.
with staged as (
    select
        return_name,
        sum(rows_landed) as rows_staged
    from {{ ref('int_returns__rows') }}
    group by return_name
),

landed as (
    select
        return_name,
        sum(rows_landed) as rows_landed
    from {{ ref('stg_landing__manifest') }}
    where not is_superseded
    group by return_name
)

select
    coalesce(staged.return_name, landed.return_name) as return_name,
    staged.rows_staged,
    landed.rows_landed
from staged
full outer join landed on staged.return_name = landed.return_name
where coalesce(staged.rows_staged, 0) <> coalesce(landed.rows_landed, 0)
