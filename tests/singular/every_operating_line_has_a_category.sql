-- Without this a line that a new year of accounts brings drops out of the categories, and where
-- nobody adds them up the shares of the others still look right. Fails with the line, its label
-- and its sum.
with accounts as (
    select
        financial_year,
        subcode,
        amount_gbp
    from {{ ref('int_spend__accounts') }}
    where main_code = 'A08CY01' and subcode <> 'EXP0390'
),

labels as (
    select
        subcode,
        max_by(label, financial_year) as label
    from {{ ref('stg_tac__subcodes') }}
    group by subcode
),

category_lines as (
    select subcode from {{ ref('spend_category_lines') }}
)

select
    accounts.financial_year,
    accounts.subcode,
    labels.label,
    sum(accounts.amount_gbp) as amount_gbp,
    'give the line a category in seeds/reference/spend_category_lines.csv' as what_to_do
from accounts
left join labels on accounts.subcode = labels.subcode
left join category_lines on accounts.subcode = category_lines.subcode
where category_lines.subcode is null
group by accounts.financial_year, accounts.subcode, labels.label
