-- method: §2, §4. Counts by point of delivery of the cohort. The months of a predecessor without
-- accounts and costs of its own stay out: its contacts have no spend below the line. A trust some
-- of whose months no code reported has no count for the year.
with counts as (
    select * from {{ ref('int_activity__counts') }}
),

codes as (
    select * from {{ ref('int_trusts__reported_codes_with_spend') }}
    where trust_code is not null and not is_partial_year
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

by_trust as (
    select
        trust_code,
        financial_year,
        counts.point_of_delivery,
        sum(counts.activity_count) as activity_count,
        {{ joined_text('counts.activity_source') }} as activity_source,
        bit_or(counts.months_found) as months_found
    from counts
    inner join codes using (reported_code, financial_year)
    inner join cohort using (trust_code, financial_year)
    group by
        trust_code, financial_year, counts.point_of_delivery
)

select
    trust_code,
    financial_year,
    point_of_delivery,
    activity_count,
    activity_source
from by_trust
where activity_count is not null and months_found = {{ all_months() }}
