-- method: §3, §8. One row a trust-year and spend basis. Comparable spend is a basis of its own only
-- in years with lines to leave out: elsewhere it equals operating.
with totals as (
    select * from {{ ref('int_spend__totals') }}
),

bases as (
    select
        trust_basis,
        trust_code,
        financial_year,
        'costed' as spend_basis,
        costed_expenditure_gbp as spend_gbp
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'operating' as spend_basis,
        operating_expenditure_gbp as spend_gbp
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'operating_mff' as spend_basis,
        operating_mff_expenditure_gbp as spend_gbp
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'comparable' as spend_basis,
        case when comparable_lines_available != 'none' then comparable_expenditure_gbp end
            as spend_gbp
    from totals
)

select * from bases
where spend_gbp > 0
