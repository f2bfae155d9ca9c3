-- Without this a code misspelt in the seed my_peers is left out without a word: the reader takes a
-- mean of fewer peers for the answer. Each row is a pair that cannot be read, with what was
-- expected.
with pairs as (
    select
        trust_code,
        peer_trust_code,
        count(*) as times
    from {{ ref('my_peers') }}
    group by trust_code, peer_trust_code
),

trusts as (
    select distinct trust_code from {{ ref('int_trusts__cohort') }}
),

judged as (
    select
        pairs.trust_code,
        pairs.peer_trust_code,
        case
            when trusts.trust_code is null
                then 'trust_code is to be the ODS code of a cohort trust'
            when peers.trust_code is null
                then 'peer_trust_code is to be the ODS code of a cohort trust'
            when pairs.trust_code = pairs.peer_trust_code then 'a trust is no peer of its own'
            when pairs.times > 1 then 'listed more than once'
        end as problem
    from pairs
    left join trusts on pairs.trust_code = trusts.trust_code
    left join trusts as peers on pairs.peer_trust_code = peers.trust_code
)

select * from judged
where problem is not null
