-- method: §7.1, §7.4. A trust's patients by area. Successions apply: a successor's catchment is its
-- own and its predecessors', each weighted by the patients it had.
with shares as (
    select * from {{ ref('stg_catchment__admission_shares') }}
    -- of several years landed, the latest
    qualify dense_rank() over (order by catchment_year desc) = 1
),

populations as (
    select * from {{ ref('stg_catchment__populations') }}
),

codes as (
    select * from {{ ref('int_trusts__codes') }}
    where trust_code is not null
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

-- catchments are a snapshot and carry to every year (method §2): which trust a code counts for does
-- not depend on the year either, so any year's row will do
code_map as (
    select distinct
        trust_basis,
        reported_code,
        trust_code
    from codes
),

cohort_trusts as (
    select distinct
        trust_basis,
        trust_code
    from cohort
),

by_area as (
    select
        code_map.trust_basis,
        code_map.trust_code,
        shares.area_code,
        sum(shares.admission_share * populations.catchment_population) as patients
    from shares
    inner join populations
        on
            shares.trust_code = populations.trust_code
            and shares.catchment_year = populations.catchment_year
    inner join code_map on shares.trust_code = code_map.reported_code
    inner join cohort_trusts
        on
            code_map.trust_basis = cohort_trusts.trust_basis
            and code_map.trust_code = cohort_trusts.trust_code
    group by code_map.trust_basis, code_map.trust_code, shares.area_code
),

with_share as (
    select
        trust_basis,
        trust_code,
        area_code,
        patients,
        patients / sum(patients) over (partition by trust_basis, trust_code) as area_share
    from by_area
)

select * from with_share
