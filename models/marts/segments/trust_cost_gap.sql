-- method: §4.2, §4.3. A gap to peers for as many contacts, into what is treated and what is paid:
--   gap       = actual − priced contacts × peers' actual ÷ priced contacts
--   case mix  = expected × peers' actual ÷ expected − the same
--   unit cost = actual − expected × peers' actual ÷ expected
with segments as (
    select * from {{ ref('int_segments__trusts') }}
),

activity as (
    select * from {{ ref('int_activity__totals') }}
    where activity_basis = 'pod_weighted'
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

costs as (
    select
        trust_code,
        financial_year,
        sum(actual_cost_gbp) as actual_cost_gbp,
        sum(expected_cost_gbp) as expected_cost_gbp
    from segments
    group by trust_code, financial_year
),

with_contacts as (
    select
        costs.trust_code,
        costs.financial_year,
        cohort.trust_name,
        cohort.region_name,
        cohort.trust_type,
        costs.actual_cost_gbp,
        costs.expected_cost_gbp,
        activity.weighted_activity as priced_contacts_gbp,
        case when activity.weighted_activity is not null then 1 else 0 end as is_peer
    from costs
    inner join cohort using (trust_code, financial_year)
    left join activity using (trust_code, financial_year)
),

types as (
    select
        financial_year,
        trust_type,
        sum(is_peer) as trusts,
        sum(is_peer * actual_cost_gbp) as actual_cost_gbp,
        sum(is_peer * expected_cost_gbp) as expected_cost_gbp,
        sum(priced_contacts_gbp) as priced_contacts_gbp
    from with_contacts
    group by financial_year, trust_type
),

-- peers: the type without the trust itself
with_peers as (
    select
        with_contacts.*,
        cast(types.trusts - with_contacts.is_peer as bigint) as peer_trusts,
        types.actual_cost_gbp - with_contacts.is_peer * with_contacts.actual_cost_gbp
            as peer_actual_gbp,
        types.expected_cost_gbp - with_contacts.is_peer * with_contacts.expected_cost_gbp
            as peer_expected_gbp,
        types.priced_contacts_gbp - with_contacts.priced_contacts_gbp as peer_contacts_gbp
    from with_contacts
    inner join types using (financial_year, trust_type)
),

priced as (
    select
        *,
        priced_contacts_gbp * peer_actual_gbp / nullif(peer_contacts_gbp, 0) as alike_by_contacts,
        expected_cost_gbp * peer_actual_gbp / nullif(peer_expected_gbp, 0) as alike_by_case_mix
    from with_peers
)

select
    trust_code,
    financial_year,
    trust_name,
    region_name,
    trust_type,
    actual_cost_gbp,
    expected_cost_gbp,
    priced_contacts_gbp,
    peer_trusts,
    actual_cost_gbp - alike_by_contacts as gap_to_peers_gbp,
    alike_by_case_mix - alike_by_contacts as case_mix_effect_gbp,
    case when alike_by_contacts is not null then actual_cost_gbp - alike_by_case_mix end
        as unit_cost_effect_gbp,
    case
        when priced_contacts_gbp is null then 'no contacts'
        when peer_trusts = 0 then 'no peers'
        else 'published'
    end as status,
    case
        when priced_contacts_gbp is null
            then 'a return of admissions, A&E or outpatients lacks the trust in the year'
        when peer_trusts = 0 then 'no other trust of the type has costs and contacts in the year'
        else 'costs and contacts of the trust and its peers are landed'
    end as reason
from priced
