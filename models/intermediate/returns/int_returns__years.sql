-- method: §2. A year exists where a return has a year of its own; snapshots make none.
with landed_rows as (
    select * from {{ ref('int_returns__rows') }}
    where financial_year is not null
),

years as (
    select
        financial_year,
        {{ financial_year_starts_on('financial_year') }} as starts_on,
        {{ financial_year_ends_on('financial_year') }} as ends_on,
        count(distinct return_name) as returns_landed
    from landed_rows
    group by financial_year
)

select * from years
