-- method: §3. Account lines of the current year with the trust's code, in pounds.
with accounts as (
    select * from {{ ref('stg_tac__all_data') }}
),

names as (
    select * from {{ ref('int_spend__accounts_names') }}
),

coded as (
    select
        names.trust_code,
        accounts.organisation_name,
        accounts.financial_year,
        accounts.worksheet_name,
        accounts.main_code,
        accounts.subcode,
        accounts.amount
    from accounts
    inner join names on accounts.organisation_key = names.organisation_key
),

-- A08CY01: operating expenses this year; A09CY01: staff costs, total, never added to its
-- permanent/other split; A09CY02: staff numbers. Prior-year codes stay in staging.
current_year as (
    select
        trust_code,
        organisation_name,
        financial_year,
        main_code,
        subcode,
        case when main_code in ('A08CY01', 'A09CY01') then 1000e0 * amount end as amount_gbp,
        case when main_code = 'A09CY02' then amount end as staff_wte
    from coded
    where main_code in ('A08CY01', 'A09CY01', 'A09CY02')
)

select * from current_year
