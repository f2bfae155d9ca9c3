-- method: §2. The same codes with whether their months have spend: a numerator and its denominator
-- must cover the same trust-months. Apart from int_trusts__reported_codes, so that returns that are
-- not held against spend do not hang on the accounts.
with codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
),

accounts as (
    select distinct
        trust_code,
        financial_year
    from {{ ref('int_spend__accounts') }}
),

costs as (
    select distinct
        reported_code as trust_code,
        financial_year
    from {{ ref('int_activity__trust_costs') }}
),

-- whole return-years, so that a return that nobody has landed makes no trust's year partial
spend_years as (
    select distinct
        financial_year,
        'tac' as return_name
    from accounts
    union all
    select distinct
        financial_year,
        'ncc' as return_name
    from costs
),

spend_reported as (
    select
        trust_code,
        financial_year,
        'tac' as return_name
    from accounts
    union all
    select
        trust_code,
        financial_year,
        'ncc' as return_name
    from costs
),

-- months of a predecessor that reported no spend have no denominator: their activity stays out
spend_missing as (
    select distinct
        codes.reported_code,
        codes.financial_year
    from codes
    inner join spend_years on codes.financial_year = spend_years.financial_year
    left join spend_reported
        on
            codes.reported_code = spend_reported.trust_code
            and codes.financial_year = spend_reported.financial_year
            and spend_years.return_name = spend_reported.return_name
    where codes.is_before_succession and spend_reported.trust_code is null
),

with_spend as (
    select
        codes.reported_code,
        codes.financial_year,
        codes.trust_code,
        codes.code_status,
        spend_missing.reported_code is not null as is_partial_year,
        codes.share_of_year
    from codes
    left join spend_missing using (reported_code, financial_year)
)

select * from with_spend
