-- method: §3. Operating expenditure by category. Temporary staff (TAC09) stand inside EXP0130 in
-- the accounts, so they are taken out of staff and the categories still add up to EXP0390.
with accounts as (
    select * from {{ ref('int_spend__accounts') }}
    where main_code in ('A08CY01', 'A09CY01')
),

codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
),

category_lines as (
    select * from {{ ref('spend_category_lines') }}
),

categories as (
    select * from {{ ref('spend_categories') }}
),

operating as (
    select * from {{ ref('int_spend__operating') }}
),

amounts as (
    select
        codes.trust_code,
        codes.financial_year,
        category_lines.category,
        category_lines.subcode like 'STA%' as is_temporary_staff,
        accounts.amount_gbp
    from accounts
    inner join codes
        on
            accounts.trust_code = codes.reported_code
            and accounts.financial_year = codes.financial_year
    inner join category_lines on accounts.subcode = category_lines.subcode
    where codes.trust_code is not null
),

moved as (
    select
        trust_code,
        financial_year,
        category,
        amount_gbp
    from amounts
    union all
    select
        trust_code,
        financial_year,
        'staff' as category,
        -amount_gbp as amount_gbp
    from amounts
    where is_temporary_staff
),

by_category as (
    select
        trust_code,
        financial_year,
        category,
        sum(amount_gbp) as spend_gbp
    from moved
    group by trust_code, financial_year, category
),

-- a category is reported in a year where any trust has a line of it
categories_reported as (
    select distinct
        financial_year,
        category
    from by_category
),

trusts_with_lines as (
    select distinct
        trust_code,
        financial_year
    from by_category
),

filled as (
    select
        operating.trust_code,
        operating.financial_year,
        categories.category,
        categories.category_group,
        categories.is_in_comparable,
        operating.operating_expenditure_gbp,
        case
            when categories_reported.category is null or trusts_with_lines.trust_code is null
                then 'not separately reported'
            when by_category.category is null then 'nil'
            else 'published'
        end as status,
        by_category.spend_gbp
    from operating
    cross join categories
    left join categories_reported
        on
            operating.financial_year = categories_reported.financial_year
            and categories.category = categories_reported.category
    left join trusts_with_lines
        on
            operating.trust_code = trusts_with_lines.trust_code
            and operating.financial_year = trusts_with_lines.financial_year
    left join by_category
        on
            operating.trust_code = by_category.trust_code
            and operating.financial_year = by_category.financial_year
            and categories.category = by_category.category
),

-- nil: the trust's lines add up to its total without a line of this category
shared as (
    select
        trust_code,
        financial_year,
        category,
        category_group,
        is_in_comparable,
        status,
        case status when 'nil' then 0e0 else spend_gbp end as spend_gbp,
        case status when 'nil' then 0e0 else spend_gbp end
        / nullif(operating_expenditure_gbp, 0) as spend_share
    from filled
)

select * from shared
