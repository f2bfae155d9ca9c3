-- method: §8. `latest` basis.
with specifications as (
    select * from {{ ref('int_value__claim_specifications') }}
)

select
    financial_year,
    specification_id,
    specification_kind,
    activity_basis,
    spend_basis,
    quality_basket,
    reference,
    largest_definition,
    trusts,
    largest_valued,
    largest_missing,
    largest_missing_codes,
    reference_value as reference_value_per_1000,
    saving_gbp,
    saving_floored_gbp,
    saving_common_cohort_gbp,
    correlation_value_size,
    largest_at_or_above_reference,
    rank_of_claimed_first,
    regions_lowest_is_largest_or_second,
    regions_determinable,
    regions_lowest_is_largest_or_second_among_valued,
    probability_of_as_many_by_chance,
    probability_of_all_by_chance
from specifications
