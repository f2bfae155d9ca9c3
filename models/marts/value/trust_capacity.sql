with capacity as (
    select * from {{ ref('int_activity__capacity') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    capacity.trust_code,
    capacity.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    capacity.staff_wte,
    capacity.staff_months,
    capacity.medical_and_dental_wte,
    capacity.nursing_and_midwifery_wte,
    capacity.healthcare_assistants_wte,
    capacity.scientific_and_technical_wte,
    capacity.administration_and_estates_wte,
    capacity.other_staff_wte,
    capacity.beds_available,
    capacity.beds_occupied,
    capacity.beds_months,
    capacity.bed_occupancy_share,
    capacity.length_of_stay_days,
    capacity.weighted_activity_per_wte_gbp,
    capacity.agency_share_of_staff_cost,
    capacity.temporary_share_of_staff_cost
from capacity
inner join profile using (trust_code, financial_year)
