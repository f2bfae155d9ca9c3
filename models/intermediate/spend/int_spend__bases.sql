-- method: §3, §8. One row a trust-year and spend basis. Comparable spend without lines to leave out
-- equals operating; the seed specification_exclusions says that it is then no basis of its own.
with totals as (
    select * from {{ ref('int_spend__totals') }}
),

exclusions as (
    select * from {{ ref('specification_exclusions') }}
),

bases as (
    select
        trust_basis,
        trust_code,
        financial_year,
        'costed' as spend_basis,
        costed_expenditure_gbp as spend_gbp,
        cast(null as string) as identical_to
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'operating' as spend_basis,
        operating_expenditure_gbp as spend_gbp,
        cast(null as string) as identical_to
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'operating_mff' as spend_basis,
        operating_mff_expenditure_gbp as spend_gbp,
        cast(null as string) as identical_to
    from totals
    union all
    select
        trust_basis,
        trust_code,
        financial_year,
        'comparable' as spend_basis,
        comparable_expenditure_gbp as spend_gbp,
        case when comparable_lines_available = 'none' then 'operating' end as identical_to
    from totals
),

kept as (
    select
        bases.trust_basis,
        bases.trust_code,
        bases.financial_year,
        bases.spend_basis,
        bases.spend_gbp
    from bases
    left join exclusions
        on
            bases.spend_basis = exclusions.spend_basis
            and bases.identical_to = exclusions.identical_to
    where bases.spend_gbp > 0 and exclusions.exclusion_id is null
)

select * from kept
