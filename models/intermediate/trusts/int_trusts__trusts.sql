-- method: §2. What is known of each trust whatever the year: name, region, type, ratings.
with trusts as (
    select * from {{ ref('stg_ods__trusts') }}
),

successions as (
    select * from {{ ref('int_trusts__successions') }}
),

regions as (
    select * from {{ ref('regions') }}
),

types as (
    select * from {{ ref('trust_types') }}
),

-- of several quarters landed, a trust's latest
oversight as (
    select * from {{ ref('stg_nof__league_table') }}
    qualify row_number() over (partition by trust_code order by quarter desc) = 1
),

ratings as (
    select
        trust_code,
        rating,
        published_on
    from {{ ref('stg_cqc__ratings') }}
    where domain = 'Overall'
    qualify row_number() over (
        partition by trust_code order by published_on desc nulls last, rating asc
    ) = 1
),

-- a predecessor inherits its successor's type
typed as (
    select
        trusts.trust_code,
        {{ display_name('trusts.trust_name') }} as trust_name,
        trusts.organisation_key,
        trusts.region_code,
        regions.region_name,
        trusts.icb_code,
        trusts.opened_on,
        trusts.closed_on,
        successions.successor_code,
        coalesce(successions.is_split, false) as is_split,
        coalesce(types.trust_type, successor_types.trust_type) as trust_type,
        coalesce(types.is_in_cohort, successor_types.is_in_cohort, false) as is_in_cohort,
        ratings.rating as cqc_overall_rating,
        ratings.published_on as cqc_rated_on,
        oversight.segment as oversight_segment,
        oversight.league_rank
    from trusts
    left join successions on trusts.trust_code = successions.predecessor_code
    left join oversight on trusts.trust_code = oversight.trust_code
    left join oversight as successor_oversight
        on successions.successor_code = successor_oversight.trust_code
    left join types on oversight.trust_subtype = types.trust_subtype
    left join types as successor_types
        on successor_oversight.trust_subtype = successor_types.trust_subtype
    left join regions on trusts.region_code = regions.region_code
    left join ratings on trusts.trust_code = ratings.trust_code
)

select * from typed
