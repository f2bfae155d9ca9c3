-- method: §2. Every year that a return could have, so that which years are landed decides what the
-- marts show, but not which models a re-issued file makes anew.
with numbers as (
    {{ whole_numbers(26, 'number') }}
),

years as (
    select {{ financial_year_from('2008 + number') }} as financial_year
    from numbers
),

dated as (
    select
        financial_year,
        {{ financial_year_starts_on('financial_year') }} as starts_on,
        {{ financial_year_ends_on('financial_year') }} as ends_on
    from years
)

select * from dated
