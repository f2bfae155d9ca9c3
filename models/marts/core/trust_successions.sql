-- method: §2. Who was added to whom.
with successions as (
    select * from {{ ref('int_trusts__successions') }}
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
),

counted as (
    select
        reported_code as predecessor_code,
        max(trust_code) as trust_code
    from {{ ref('int_trusts__reported_codes') }}
    group by reported_code
)

select
    predecessor_code,
    predecessors.trust_name as predecessor_name,
    counted.trust_code,
    trusts.trust_name,
    successions.succeeded_on,
    successions.is_split
from successions
inner join counted using (predecessor_code)
left join trusts as predecessors on successions.predecessor_code = predecessors.trust_code
left join trusts on counted.trust_code = trusts.trust_code
