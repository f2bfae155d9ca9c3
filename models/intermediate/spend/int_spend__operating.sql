-- method: §3. Operating expenditure is EXP0390 as published, added over predecessors in `latest`.
with accounts as (
    select * from {{ ref('int_spend__accounts') }}
    where main_code = 'A08CY01' and subcode = 'EXP0390'
),

codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
),

operating as (
    select
        codes.trust_code,
        codes.financial_year,
        sum(accounts.amount_gbp) as operating_expenditure_gbp
    from accounts
    inner join codes
        on
            accounts.trust_code = codes.reported_code
            and accounts.financial_year = codes.financial_year
    where codes.trust_code is not null
    group by codes.trust_code, codes.financial_year
)

select * from operating
