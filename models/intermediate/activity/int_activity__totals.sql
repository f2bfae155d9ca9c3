-- method: §4, §2. Weighted activity of a trust-year by basis. A basis counts for a trust only with
-- every part it is made of, so that a missing return never looks like low activity.
with weighted as (
    select * from {{ ref('int_activity__weighted') }}
),

parts_needed as (
    select
        'count' as activity_basis,
        'admission' as point_of_delivery
    union all
    select
        'count' as activity_basis,
        'outpatient' as point_of_delivery
    union all
    select
        'pod_weighted' as activity_basis,
        'non_elective' as point_of_delivery
    union all
    select
        'pod_weighted' as activity_basis,
        'elective' as point_of_delivery
    union all
    select
        'pod_weighted' as activity_basis,
        'outpatient' as point_of_delivery
    union all
    select
        'casemix_weighted' as activity_basis,
        'APC' as point_of_delivery
),

-- an acute trust may run no A&E: a year without any A&E return makes the basis incomplete, a trust
-- without A&E does not
years_with_emergency_care as (
    select distinct financial_year
    from weighted
    where activity_basis = 'count' and point_of_delivery = 'a_and_e'
),

parts_found as (
    select
        weighted.trust_code,
        weighted.financial_year,
        weighted.activity_basis,
        count(parts_needed.point_of_delivery) as needed_found,
        sum(weighted.weighted_activity) as weighted_activity
    from weighted
    left join parts_needed using (activity_basis, point_of_delivery)
    group by
        weighted.trust_code, weighted.financial_year, weighted.activity_basis
),

needed as (
    select
        activity_basis,
        count(*) as parts
    from parts_needed
    group by activity_basis
),

complete as (
    select
        parts_found.trust_code,
        parts_found.financial_year,
        parts_found.activity_basis,
        parts_found.weighted_activity
    from parts_found
    inner join needed
        on
            parts_found.activity_basis = needed.activity_basis
            and parts_found.needed_found = needed.parts
    left join years_with_emergency_care using (financial_year)
    where
        parts_found.activity_basis = 'casemix_weighted'
        or years_with_emergency_care.financial_year is not null
)

select * from complete
