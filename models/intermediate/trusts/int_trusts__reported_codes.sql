-- method: §2. Which trust a reported code counts for, by year: the one place where successions and
-- the build's `trust_basis` are applied. Returns join here on code and year, and sum.
-- latest: every code counts for the trust that exists today. as_reported: for itself, in the years
-- in which it was open.
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
        coalesce(
            trusts.opened_on <= years.ends_on
            and (trusts.closed_on is null or trusts.closed_on >= years.starts_on),
            false
        ) as is_open,
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
    left join trusts on reported_codes.reported_code = trusts.trust_code
    left join successions on reported_codes.reported_code = successions.predecessor_code
),

by_basis as (
    select
        reported_code,
        financial_year,
        '{{ var("trust_basis") }}' = 'as_reported' as is_as_reported,
        case when is_open then reported_code end as code_as_reported,
        case when not is_split then coalesce(successor_code, reported_code) end as latest_code,
        case
            when is_split then 'split'
            when successor_code is null then 'own'
            else 'succeeded'
        end as latest_status,
        is_before_succession,
        share_of_year
    from code_years
)

select
    reported_code,
    financial_year,
    case when is_as_reported then code_as_reported else latest_code end as trust_code,
    case when is_as_reported then 'own' else latest_status end as code_status,
    is_before_succession and not is_as_reported as is_before_succession,
    share_of_year
from by_basis
