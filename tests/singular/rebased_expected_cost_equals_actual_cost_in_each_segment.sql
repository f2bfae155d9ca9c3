-- The identity of method §4.3 by segment, and that effects add up to the gap in all. Without this
-- an index of 100 would not be the average of a segment, and a trust's mix and unit cost would not
-- be the whole of its gap. Costs that no trust has an expectation of stay out of the identity.
with trusts as (
    select * from {{ ref('int_segments__trusts') }}
),

by_segment as (
    select
        financial_year,
        segment as of_what,
        sum(actual_cost_gbp - cost_without_expected_gbp) as should_be,
        sum(expected_cost_gbp) as is_found
    from trusts
    group by financial_year, segment
),

by_trust as (
    select
        financial_year,
        trust_code as of_what,
        sum(gap_to_peers_gbp) as should_be,
        sum(mix_effect_gbp) + sum(unit_cost_effect_gbp) as is_found
    from trusts
    group by financial_year, trust_code
    having count(gap_to_peers_gbp) > 0
),

both_identities as (
    select * from by_segment
    union all
    select * from by_trust
)

select * from both_identities
where abs(should_be - is_found) > 1e0
