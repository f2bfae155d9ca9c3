-- method: §2. The names that the accounts bear, counted in one reading of them: a name is made
-- comparable once, not in each of its thousands of rows.
with accounts as (
    select
        organisation_name,
        financial_year,
        count(*) as rows_landed
    from {{ ref('stg_tac__all_data') }}
    group by organisation_name, financial_year
)

select
    organisation_name,
    {{ organisation_key('organisation_name') }} as organisation_key,
    financial_year,
    rows_landed
from accounts
