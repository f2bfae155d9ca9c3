-- method: §2. The trust code of each name in the accounts: that of the workbooks' own list of
-- providers where it is landed, else the ODS name, made comparable, or the seed of aliases. A name
-- without a code stands here with a null code and fails a test that says so.
with accounts as (
    select * from {{ ref('int_spend__accounts_organisations') }}
),

trusts as (
    select
        trust_code,
        organisation_key
    from {{ ref('stg_ods__trusts') }}
),

aliases as (
    select * from {{ ref('trust_name_aliases') }}
),

-- a name that the lists of several years give several codes is left to the other ways
listed as (
    select
        organisation_key,
        min(trust_code) as trust_code
    from {{ ref('stg_tac__providers') }}
    where trust_code is not null
    group by organisation_key
    having count(distinct trust_code) = 1
),

names as (
    select
        organisation_key,
        min(organisation_name) as organisation_name
    from accounts
    group by organisation_key
),

coded as (
    select
        names.organisation_key,
        names.organisation_name,
        coalesce(min(listed.trust_code), min(trusts.trust_code), min(aliases.trust_code))
            as trust_code,
        case
            when min(listed.trust_code) is not null then 1
            else count(distinct trusts.trust_code)
        end as trusts_of_that_name
    from names
    left join listed on names.organisation_key = listed.organisation_key
    left join trusts on names.organisation_key = trusts.organisation_key
    left join aliases on names.organisation_key = aliases.organisation_key
    group by names.organisation_key, names.organisation_name
)

select * from coded
