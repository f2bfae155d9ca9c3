with landed as (
    select * from {{ source('nof', 'league_table') }}
),

typed as (
    select
        {{ trust_code('trust_code') }} as trust_code,
        trust_name,
        quarter,
        cast(round({{ published_number('segment') }}) as integer) as segment,
        cast(round({{ published_number('league_rank') }}) as integer) as league_rank,
        {{ published_number('average_score') }} as average_score,
        {{ published_number('trust_in_financial_deficit') }} = 1e0 as is_in_financial_deficit,
        trust_type,
        trust_subtype,
        region as region_name
    from landed
)

select * from typed
