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

as_reported as (
    select
        'as_reported' as trust_basis,
        reported_code,
        financial_year,
        reported_code as trust_code,
        'own' as code_status,
        is_before_succession,
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
        code_years.is_before_succession,
        code_years.share_of_year
    from code_years
),

both_bases as (
    select * from as_reported
    union all
    select * from latest
)

select * from both_bases
