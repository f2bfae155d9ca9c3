-- Without this a trust whose areas are cut short in the file keeps a need index, computed from the
-- areas that are left as if they were all it serves (method §7.1 divides by the shares it finds).
with shares as (
    select
        trust_code,
        catchment_year,
        admission_share
    from {{ ref('stg_catchment__admission_shares') }}
),

totals as (
    select
        trust_code,
        catchment_year,
        sum(admission_share) as share_total
    from shares
    group by trust_code, catchment_year
)

select * from totals
where abs(share_total - 1e0) > 1e-6
