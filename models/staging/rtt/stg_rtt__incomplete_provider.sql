with landed as (
    select * from {{ source('rtt', 'incomplete_provider') }}
),

typed as (
    select
        {{ trust_code('provider_org_code') }} as trust_code,
        provider_org_name as organisation_name,
        {{ month_from_dashed('period') }} as month_starts_on,
        {{ financial_year_of(month_from_dashed('period')) }} as financial_year,
        {{ published_number('total_all') }} as pathways_count,
        {{ published_number('within_18_weeks') }} as within_18_weeks_count,
        {{ published_number('gt_52_weeks') }} as over_52_weeks_count
    from landed
)

select * from typed
