-- method: §7.1, §7.4. A trust's patients by area, from each catchment landed: by local authority,
-- by middle layer super output area (MSOA), and the latter by the local authority an MSOA lies in.
-- Successions apply: a successor's catchment is its own and its predecessors', each weighted by the
-- patients it had.
with shares as (
    select * from {{ ref('stg_catchment__admission_shares') }}
    -- of several years landed, the latest
    qualify dense_rank() over (order by catchment_year desc) = 1
),

populations as (
    select * from {{ ref('stg_catchment__populations') }}
),

msoa_patients as (
    select * from {{ ref('stg_catchment__msoa_patients') }}
    where catchment_population > 0
    qualify dense_rank() over (order by catchment_year desc, edition_year desc) = 1
),

msoas as (
    select
        msoa_code,
        min(local_authority_code) as local_authority_code
    from {{ ref('int_need__areas') }}
    group by msoa_code
),

codes as (
    select * from {{ ref('int_trusts__reported_codes') }}
    where trust_code is not null
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

-- catchments are a snapshot and carry to every year (method §2): which trust a code counts for does
-- not depend on the year either, so any year's row will do
code_map as (
    select distinct
        reported_code,
        trust_code
    from codes
),

cohort_trusts as (
    select distinct trust_code
    from cohort
),

-- an MSOA that no landed lookup knows stays under its own code, where no authority has a prevalence
every_catchment as (
    select
        'local authority' as catchment_level,
        'local authority' as area_level,
        shares.catchment_year,
        shares.trust_code,
        shares.area_code,
        shares.admission_share * populations.catchment_population as patients
    from shares
    inner join populations using (trust_code, catchment_year)
    union all
    select
        'MSOA' as catchment_level,
        'MSOA' as area_level,
        catchment_year,
        trust_code,
        area_code,
        catchment_population as patients
    from msoa_patients
    union all
    select
        'MSOA' as catchment_level,
        'local authority' as area_level,
        msoa_patients.catchment_year,
        msoa_patients.trust_code,
        coalesce(msoas.local_authority_code, msoa_patients.area_code) as area_code,
        msoa_patients.catchment_population as patients
    from msoa_patients
    left join msoas on msoa_patients.area_code = msoas.msoa_code
),

by_area as (
    select
        code_map.trust_code,
        every_catchment.catchment_level,
        every_catchment.area_level,
        every_catchment.catchment_year,
        every_catchment.area_code,
        sum(every_catchment.patients) as patients
    from every_catchment
    inner join code_map on every_catchment.trust_code = code_map.reported_code
    inner join cohort_trusts
        on
            code_map.trust_code = cohort_trusts.trust_code
    group by
        code_map.trust_code,
        every_catchment.catchment_level,
        every_catchment.area_level,
        every_catchment.catchment_year,
        every_catchment.area_code
),

with_share as (
    select
        *,
        patients / nullif(
            sum(patients) over (
                partition by trust_code, catchment_level, area_level
            ), 0
        ) as area_share
    from by_area
)

select * from with_share
