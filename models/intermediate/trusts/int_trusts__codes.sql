-- method: §2. Which trust a reported code counts for, by basis and year: the one place where
-- successions are applied. Returns join here on (trust_code, financial_year) and sum.
with trusts as (
    select * from {{ ref('stg_ods__trusts') }}
),

successions as (
    select * from {{ ref('int_trusts__successions') }}
),

years as (
    select * from {{ ref('int_trusts__years') }}
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

reported_codes as (
    select trust_code as reported_code from trusts
    union
    select predecessor_code as reported_code from successions
),

code_years as (
    select
        reported_codes.reported_code,
        years.financial_year,
        successions.successor_code,
        coalesce(successions.is_split, false) as is_split,
        coalesce(successions.succeeded_on > years.starts_on, false) as is_before_succession,
        case
            when
                successions.succeeded_on > years.starts_on
                and successions.succeeded_on <= years.ends_on
                then {{ months_between('years.starts_on', 'successions.succeeded_on') }} / 12e0
            else 1e0
        end as share_of_year
    from reported_codes
    cross join years
    left join successions on reported_codes.reported_code = successions.predecessor_code
),

-- months of a predecessor that reported no spend have no denominator: their activity stays out
spend_missing as (
    select
        code_years.reported_code,
        code_years.financial_year,
        count(*) as returns_missing
    from code_years
    inner join spend_years on code_years.financial_year = spend_years.financial_year
    left join spend_reported
        on
            code_years.reported_code = spend_reported.trust_code
            and code_years.financial_year = spend_reported.financial_year
            and spend_years.return_name = spend_reported.return_name
    where code_years.is_before_succession and spend_reported.trust_code is null
    group by code_years.reported_code, code_years.financial_year
),

as_reported as (
    select
        'as_reported' as trust_basis,
        reported_code,
        financial_year,
        reported_code as trust_code,
        'own' as code_status,
        false as is_partial_year,
        share_of_year
    from code_years
),

latest as (
    select
        'latest' as trust_basis,
        code_years.reported_code,
        code_years.financial_year,
        case
            when not code_years.is_split
                then coalesce(code_years.successor_code, code_years.reported_code)
        end as trust_code,
        case
            when code_years.is_split then 'split'
            when code_years.successor_code is null then 'own'
            else 'succeeded'
        end as code_status,
        spend_missing.reported_code is not null as is_partial_year,
        code_years.share_of_year
    from code_years
    left join spend_missing
        on
            code_years.reported_code = spend_missing.reported_code
            and code_years.financial_year = spend_missing.financial_year
),

both_bases as (
    select * from as_reported
    union all
    select * from latest
)

select * from both_bases
