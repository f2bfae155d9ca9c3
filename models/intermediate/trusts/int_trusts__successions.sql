-- method: §2. Every succession followed to the trust that exists today.
with recursive successions as (
    select * from {{ ref('stg_ods__successions') }}
),

steps as (
    select
        predecessor_code,
        successor_code,
        succeeded_on,
        count(*) over (partition by predecessor_code) > 1 as is_split
    from successions
    where predecessor_code != successor_code
),

-- the depth bound ends the walk should ODS ever publish a circle
followed as (
    select
        predecessor_code,
        successor_code,
        succeeded_on,
        is_split,
        1 as depth
    from steps
    union all
    select
        followed.predecessor_code,
        steps.successor_code,
        followed.succeeded_on,
        followed.is_split or steps.is_split as is_split,
        followed.depth + 1 as depth
    from followed
    inner join steps on followed.successor_code = steps.predecessor_code
    where followed.depth < 20
),

latest as (
    select
        predecessor_code,
        max_by(successor_code, depth) as latest_code,
        min(succeeded_on) as succeeded_on,
        bool_or(is_split) as is_split
    from followed
    group by predecessor_code
),

-- figures of a trust divided among several successors belong to none of them
with_status as (
    select
        predecessor_code,
        case when not is_split then latest_code end as successor_code,
        succeeded_on,
        is_split
    from latest
)

select * from with_status
