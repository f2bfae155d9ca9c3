-- Without this a trust whose accounts bear a name that neither ODS nor an alias knows is missing
-- from spend, its year looks like one without accounts, and its size is carried. Fails with the
-- name, the files it stands in, the nearest ODS names and what to do.
with names as (
    select * from {{ ref('int_spend__accounts_names') }}
    where trust_code is null or trusts_of_that_name > 1
),

accounts as (
    select distinct
        {{ organisation_key('organisation_name') }} as organisation_key,
        _file
    from {{ source('tac', 'all_data') }}
),

files as (
    select
        organisation_key,
        {{ joined_text('_file') }} as files
    from accounts
    group by organisation_key
),

distances as (
    select
        names.organisation_key,
        trusts.trust_code,
        trusts.trust_name,
        row_number() over (
            partition by names.organisation_key
            order by
                levenshtein(names.organisation_key, trusts.organisation_key), trusts.trust_code
        ) as nearness
    from names
    cross join {{ ref('stg_ods__trusts') }} as trusts
),

nearest as (
    select
        organisation_key,
        max(case when nearness = 1 then trust_code || ' ' || trust_name end) as nearest_name,
        max(case when nearness = 2 then trust_code || ' ' || trust_name end) as second_nearest_name,
        max(case when nearness = 3 then trust_code || ' ' || trust_name end) as third_nearest_name
    from distances
    where nearness <= 3
    group by organisation_key
)

select
    names.organisation_name,
    files.files,
    nearest.nearest_name,
    nearest.second_nearest_name,
    nearest.third_nearest_name,
    case
        when names.trust_code is null
            then
                'add a row to seeds/reference/trust_name_aliases.csv: '
                || names.organisation_key || ' and its ODS code'
        else 'several ODS trusts bear this name: land accounts that tell them apart'
    end as what_to_do
from names
left join files on names.organisation_key = files.organisation_key
left join nearest on names.organisation_key = nearest.organisation_key
