{{ config(severity='warn') }}
-- Without this a cohort trust that is succeeded by a trust of which the oversight table knows
-- nothing, or that is no acute trust, leaves the cohort without a word (method §2).
select
    predecessors.trust_code,
    predecessors.trust_name,
    successors.trust_code as successor_code,
    successors.trust_name as successor_name,
    'the successor is outside the cohort: land a newer oversight table that has it' as problem
from {{ ref('int_trusts__trusts') }} as predecessors
inner join {{ ref('int_trusts__trusts') }} as successors
    on predecessors.successor_code = successors.trust_code
where predecessors.is_in_cohort and not successors.is_in_cohort
