-- method: §4.3. Actual and re-based expected cost of each cohort trust by segment (by pot where
-- that is the finest level), and its gap to its peers, the other trusts of its type:
--   gap       = actual − all its expected cost × what peers spend on the segment per £ of theirs
--   mix       = expected × peers' index − the same: how much more of the segment it treats
--   unit cost = actual − expected × peers' index: how much more it pays for the same
-- so that gap = mix + unit cost in every segment and in all. Each pot of a segment is re-based on
-- its own, as pots are.
with costs as (
    select * from {{ ref('int_segments__trust_costs') }}
),

cohort_codes as (
    select * from {{ ref('int_trusts__cohort_codes') }}
),

on_bases as (
    select
        cohort_codes.trust_code,
        financial_year,
        cohort_codes.trust_type,
        costs.level,
        costs.mapping_pot,
        costs.segment,
        sum(costs.activity_count) as activity_count,
        sum(costs.actual_cost_gbp) as actual_cost_gbp,
        sum(costs.expected_cost_gbp) as expected_cost_gbp
    from costs
    inner join cohort_codes using (reported_code, financial_year)
    group by
        cohort_codes.trust_code,
        financial_year,
        cohort_codes.trust_type,
        costs.level,
        costs.mapping_pot,
        costs.segment
),

with_factor as (
    select
        trust_code,
        financial_year,
        segment,
        activity_count,
        actual_cost_gbp,
        expected_cost_gbp,
        {{ rebase_factor(['financial_year', 'mapping_pot', 'segment']) }}
            as rebase_factor
    from on_bases
),

by_segment as (
    select
        trust_code,
        financial_year,
        segment,
        sum(activity_count) as activity_count,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(coalesce(expected_cost_gbp * rebase_factor, 0)) as expected_cost_gbp,
        sum(case when rebase_factor is null then actual_cost_gbp else 0 end)
            as cost_without_expected_gbp
    from with_factor
    group by trust_code, financial_year, segment
),

trusts as (
    select distinct
        trust_code,
        financial_year,
        trust_type
    from on_bases
),

segments as (
    select distinct
        financial_year,
        level,
        segment
    from on_bases
),

-- a segment that a trust has no costs in is a part of its mix
every_segment as (
    select
        trusts.trust_code,
        trusts.financial_year,
        trusts.trust_type,
        segments.level,
        segments.segment,
        by_segment.segment is not null as has_costs,
        by_segment.activity_count,
        coalesce(by_segment.actual_cost_gbp, 0) as actual_cost_gbp,
        coalesce(by_segment.expected_cost_gbp, 0) as expected_cost_gbp,
        coalesce(by_segment.cost_without_expected_gbp, 0) as cost_without_expected_gbp
    from trusts
    inner join segments using (financial_year)
    left join by_segment
        on
            trusts.trust_code = by_segment.trust_code
            and trusts.financial_year = by_segment.financial_year
            and segments.segment = by_segment.segment
),

own_sums as (
    select
        *,
        sum(actual_cost_gbp) over (partition by financial_year, trust_code)
            as all_actual_gbp,
        sum(expected_cost_gbp) over (partition by financial_year, trust_code)
            as all_expected_gbp
    from every_segment
),

type_sums as (
    select
        financial_year,
        trust_type,
        segment,
        count(*) as trusts,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(expected_cost_gbp) as expected_cost_gbp,
        sum(all_actual_gbp) as all_actual_gbp,
        sum(all_expected_gbp) as all_expected_gbp
    from own_sums
    group by financial_year, trust_type, segment
),

-- peers: the type without the trust itself
with_sums as (
    select
        own_sums.*,
        type_sums.trusts - 1 as peer_trusts,
        type_sums.actual_cost_gbp - own_sums.actual_cost_gbp as peer_actual_gbp,
        type_sums.expected_cost_gbp - own_sums.expected_cost_gbp as peer_expected_gbp,
        type_sums.all_actual_gbp - own_sums.all_actual_gbp as peer_all_actual_gbp,
        type_sums.all_expected_gbp - own_sums.all_expected_gbp as peer_all_expected_gbp
    from own_sums
    inner join type_sums using (financial_year, trust_type, segment)
),

with_peers as (
    select
        trust_code,
        financial_year,
        level,
        segment,
        has_costs,
        activity_count,
        actual_cost_gbp,
        expected_cost_gbp,
        cost_without_expected_gbp,
        peer_trusts,
        actual_cost_gbp / nullif(all_actual_gbp, 0) as cost_share,
        peer_actual_gbp / nullif(peer_all_actual_gbp, 0) as peer_cost_share,
        -- a segment that no peer has an expectation of is priced at the national average
        coalesce(peer_actual_gbp / nullif(peer_expected_gbp, 0), 1e0) as peer_index,
        all_expected_gbp * peer_actual_gbp / nullif(peer_all_expected_gbp, 0) as peer_spend_gbp
    from with_sums
),

decomposed as (
    select
        trust_code,
        financial_year,
        level,
        segment,
        has_costs,
        activity_count,
        actual_cost_gbp,
        expected_cost_gbp,
        cost_without_expected_gbp,
        cost_share,
        peer_cost_share,
        peer_trusts,
        100e0 * actual_cost_gbp / nullif(expected_cost_gbp, 0) as unit_cost_index,
        actual_cost_gbp - peer_spend_gbp as gap_to_peers_gbp,
        expected_cost_gbp * peer_index - peer_spend_gbp as mix_effect_gbp,
        case
            when peer_spend_gbp is not null then actual_cost_gbp - expected_cost_gbp * peer_index
        end as unit_cost_effect_gbp
    from with_peers
)

select * from decomposed
