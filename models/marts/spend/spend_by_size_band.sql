-- method: §2, §3. Spend by category and size band; the band `England` holds every cohort trust.
with categories as (
    select * from {{ ref('int_spend__categories') }}
),

operating as (
    select * from {{ ref('int_spend__operating') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
),

placed as (
    select
        categories.financial_year,
        profile.size_band,
        profile.size_band_order,
        categories.category,
        categories.category_group,
        categories.spend_gbp,
        categories.spend_share,
        case when categories.spend_gbp is not null then operating.operating_expenditure_gbp end
            as operating_expenditure_gbp
    from categories
    inner join operating using (trust_code, financial_year)
    inner join profile using (trust_code, financial_year)
),

banded as (
    select * from placed
    where size_band is not null
    union all
    select
        financial_year,
        'England' as size_band,
        0 as size_band_order,
        category,
        category_group,
        spend_gbp,
        spend_share,
        operating_expenditure_gbp
    from placed
)

select
    financial_year,
    size_band,
    size_band_order,
    category,
    category_group,
    count(spend_gbp) as trusts,
    count(*) - count(spend_gbp) as trusts_not_reporting,
    sum(spend_gbp) as spend_gbp,
    sum(spend_gbp) / nullif(sum(operating_expenditure_gbp), 0) as spend_share,
    median(spend_share) as share_median
from banded
group by financial_year, size_band, size_band_order, category, category_group
