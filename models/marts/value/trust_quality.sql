-- method: §5
with measures as (
    select * from {{ ref('int_quality__measures') }}
),

factors as (
    select * from {{ ref('int_quality__factors') }}
),

definitions as (
    select * from {{ ref('measures') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    measures.trust_code,
    measures.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    profile.size_band,
    measure_id,
    measures.value,
    measures.numerator,
    measures.denominator,
    measures.expected,
    measures.months_reported,
    factors.quality_factor,
    case
        when measures.months_reported < 12 then 'partial year'
        when factors.quality_factor is not null then 'published'
        else 'no quality factor'
    end as status,
    case
        when measures.months_reported < 12
            then
                'the value is of the ' || cast(measures.months_reported as string)
                || ' months of 12 that are reported; the others are in neither side of the ratio'
        when factors.quality_factor is not null then 'value and quality factor are published'
        when definitions.factor_form is null
            then 'the measure can be nought or less, so that no factor can be made of it'
        else 'the factor is scaled by casemix-weighted activity, which this trust and year lack'
    end as reason,
    measures.period_start,
    measures.period_end,
    measures.is_carried,
    measures.source_of_counts
from measures
inner join definitions using (measure_id)
left join factors using (trust_code, financial_year, measure_id)
inner join profile using (trust_code, financial_year)
