-- Without this a trust whose accounts bear a name that neither ODS nor an alias knows is missing
-- from spend, its year looks like one without accounts, and its size is carried. Fails with where
-- the name first stands, the nearest ODS names and what to do.
with names as (
    select * from {{ ref('int_spend__accounts_names') }}
    where trust_code is null or trusts_of_that_name > 1
),

published as (
    select distinct
        names.organisation_key,
        organisations.organisation_name
    from names
    inner join {{ ref('int_spend__accounts_organisations') }} as organisations
        on names.organisation_key = organisations.organisation_key
),

places as (
    select
        published.organisation_key,
        accounts._file,
        accounts._sheet,
        min(accounts._row) as _row
    from published
    inner join {{ source('tac', 'all_data') }} as accounts
        on published.organisation_name = accounts.organisation_name
    group by published.organisation_key, accounts._file, accounts._sheet
),

distances as (
    select
        names.organisation_key,
        trusts.trust_code || ' ' || trusts.trust_name as nearest_name,
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
        max(case when nearness = 1 then nearest_name end)
        || '; ' || max(case when nearness = 2 then nearest_name end)
        || '; ' || max(case when nearness = 3 then nearest_name end) as nearest_names
    from distances
    where nearness <= 3
    group by organisation_key
)

select
    places._file as file,
    places._sheet as sheet,
    places._row as first_row,
    'organisation_name' as column_name,
    names.organisation_name as name_found,
    case
        when names.trust_code is null then 'a name that ODS or an alias leads to one trust'
        else 'a name that one ODS trust bears; this one is of several'
    end as expected,
    nearest.nearest_names as nearest_names_in_ods,
    case
        when names.trust_code is null
            then
                'add the row ' || names.organisation_key || ',<its ODS code>,"<why>" to '
                || 'seeds/reference/trust_name_aliases.csv, or put the name in the file right'
        else 'land accounts that tell them apart: a workbook with a list of providers'
    end as what_to_do
from names
inner join nearest on names.organisation_key = nearest.organisation_key
left join places on names.organisation_key = places.organisation_key
order by places._file, places._row
