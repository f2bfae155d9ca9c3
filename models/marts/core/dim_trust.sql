with trusts as (
    select * from {{ ref('int_trusts__trusts') }}
)

select
    trust_code,
    trust_name,
    region_code,
    region_name,
    icb_code,
    trust_type,
    is_in_cohort,
    opened_on,
    closed_on,
    successor_code,
    is_split,
    cqc_overall_rating,
    cqc_rated_on,
    oversight_segment
from trusts
