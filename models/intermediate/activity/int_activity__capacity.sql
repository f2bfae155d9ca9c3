-- method: §2, §4. Staff and beds of a trust-year. The months of a predecessor without accounts and
-- costs of its own stay out, as its activity does.
{%- set staff = [
    'medical_and_dental', 'nursing_and_midwifery', 'healthcare_assistants',
    'scientific_and_technical', 'administration_and_estates', 'other_staff'
] %}
with workforce as (
    select * from {{ ref('stg_workforce__monthly_fte') }}
),

beds as (
    select * from {{ ref('int_activity__beds') }}
),

admitted_care as (
    select * from {{ ref('stg_hes_apc__provider_measures') }}
    where org_level = 'PROVIDER' and measure = 'MEAN_LOS'
),

accounts as (
    select * from {{ ref('int_spend__accounts') }}
),

codes as (
    select * from {{ ref('int_trusts__reported_codes_with_spend') }}
    where trust_code is not null and not is_partial_year
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

activity as (
    select * from {{ ref('int_activity__totals') }}
    where activity_basis = 'casemix_weighted'
),

staff as (
    select
        trust_code,
        financial_year,
        sum(fte) as fte_months,
        {{ months_found('case when fte is not null then month_starts_on end') }} as months_found
    from workforce
    group by trust_code, financial_year
),

whole_staff_years as (
    select financial_year
    from workforce
    group by financial_year
    having count(distinct month_starts_on) = 12
),

-- average numbers of staff from the accounts (TAC09), and temporary staff as a part of staff cost
staff_lines as (
    select
        accounts.trust_code,
        accounts.financial_year,
        {%- for line in staff %}
            sum(
                case when lines.staff_line = '{{ line }}' then accounts.staff_wte end
            )
                as {{ line }}_wte,
        {%- endfor %}
    {%- for line in ['temporary_staff', 'agency_staff', 'staff_cost'] %}
        sum(case when lines.staff_line = '{{ line }}' then accounts.amount_gbp end)
            as {{ line }}_gbp
        {{- ',' if not loop.last }}
    {%- endfor %}
    from accounts
    inner join {{ ref('staff_lines') }} as lines using (subcode)
    group by accounts.trust_code, accounts.financial_year
),

-- averages in the accounts are over the months they cover
by_code as (
    select
        codes.trust_code,
        codes.financial_year,
        case when whole_staff_years.financial_year is not null then staff.fte_months end
            as fte_months,
        staff.months_found as staff_months_found,
        {%- for line in staff %}
            codes.share_of_year * staff_lines.{{ line }}_wte as {{ line }}_wte,
        {%- endfor %}
        staff_lines.temporary_staff_gbp,
        staff_lines.agency_staff_gbp,
        staff_lines.staff_cost_gbp,
        beds.available_bed_quarters,
        beds.occupied_bed_quarters,
        beds.months_found as beds_months_found,
        admitted_care.value as length_of_stay_days
    from codes
    left join staff
        on codes.reported_code = staff.trust_code and codes.financial_year = staff.financial_year
    left join whole_staff_years on codes.financial_year = whole_staff_years.financial_year
    left join staff_lines
        on
            codes.reported_code = staff_lines.trust_code
            and codes.financial_year = staff_lines.financial_year
    left join beds
        on codes.reported_code = beds.reported_code and codes.financial_year = beds.financial_year
    left join admitted_care
        on
            codes.reported_code = admitted_care.trust_code
            and codes.financial_year = admitted_care.financial_year
),

-- staff and beds are means over the months that a code of the trust reports, each month's codes
-- added; a mean length of stay cannot be added: where two codes report one, there is none
by_trust as (
    select
        cohort.trust_code,
        cohort.financial_year,
        sum(by_code.fte_months) / nullif(bit_count(bit_or(by_code.staff_months_found)), 0)
            as staff_wte,
        bit_count(bit_or(by_code.staff_months_found)) as staff_months,
        {%- for line in staff %}
            sum(by_code.{{ line }}_wte) as {{ line }}_wte,
        {%- endfor %}
        sum(by_code.temporary_staff_gbp) / nullif(sum(by_code.staff_cost_gbp), 0)
            as temporary_share_of_staff_cost,
        sum(by_code.agency_staff_gbp) / nullif(sum(by_code.staff_cost_gbp), 0)
            as agency_share_of_staff_cost,
        3e0 * sum(by_code.available_bed_quarters)
        / nullif(bit_count(bit_or(by_code.beds_months_found)), 0) as beds_available,
        3e0 * sum(by_code.occupied_bed_quarters)
        / nullif(bit_count(bit_or(by_code.beds_months_found)), 0) as beds_occupied,
        bit_count(bit_or(by_code.beds_months_found)) as beds_months,
        case when count(by_code.length_of_stay_days) = 1 then max(by_code.length_of_stay_days) end
            as length_of_stay_days
    from cohort
    inner join by_code
        on
            cohort.trust_code = by_code.trust_code
            and cohort.financial_year = by_code.financial_year
    group by cohort.trust_code, cohort.financial_year
),

with_ratios as (
    select
        by_trust.trust_code,
        by_trust.financial_year,
        by_trust.staff_wte,
        case when by_trust.staff_wte is not null then cast(by_trust.staff_months as bigint) end
            as staff_months,
        {%- for line in staff %}
            by_trust.{{ line }}_wte,
        {%- endfor %}
        by_trust.temporary_share_of_staff_cost,
        by_trust.agency_share_of_staff_cost,
        by_trust.beds_available,
        by_trust.beds_occupied,
        cast(by_trust.beds_months as bigint) as beds_months,
        by_trust.beds_occupied / nullif(by_trust.beds_available, 0) as bed_occupancy_share,
        by_trust.length_of_stay_days,
        activity.weighted_activity / nullif(by_trust.staff_wte, 0)
            as weighted_activity_per_wte_gbp
    from by_trust
    left join activity
        on
            by_trust.trust_code = activity.trust_code
            and by_trust.financial_year = activity.financial_year
)

select * from with_ratios
where
    staff_wte is not null
    or beds_available is not null
    or medical_and_dental_wte is not null
    or length_of_stay_days is not null
