-- method: §9.5. How far trusts' unit cost indices lie apart, by segment or pot. 100 is the average
-- of each, because each is re-based.
with trusts as (
    select * from {{ ref('int_segments__trusts') }}
    where unit_cost_index is not null
),

spread as (
    select
        financial_year,
        level,
        segment,
        {{ variation_columns('unit_cost_index', 'true') }}
    from trusts
    group by financial_year, level, segment
)

select * from spread
