-- Without this temporary staff could be added to staff instead of taken out of it, and shares
-- would still look like shares (method §3). Trusts with lines only: the others have no categories
-- to add.
with categories as (
    select
        trust_code,
        financial_year,
        sum(spend_gbp) as categories_gbp,
        sum(spend_share) as categories_share,
        count(*) as categories
    from {{ ref('int_spend__categories') }}
    where status <> 'not separately reported'
    group by trust_code, financial_year
),

operating as (
    select * from {{ ref('int_spend__operating') }}
)

select
    categories.trust_code,
    categories.financial_year,
    categories.categories_gbp,
    categories.categories_share,
    operating.operating_expenditure_gbp
from categories
left join operating
    on
        categories.trust_code = operating.trust_code
        and categories.financial_year = operating.financial_year
where
    operating.operating_expenditure_gbp is null
    or abs(categories.categories_gbp - operating.operating_expenditure_gbp)
    > 1e-5 * operating.operating_expenditure_gbp
    or abs(categories.categories_share - 1e0) > 1e-5
