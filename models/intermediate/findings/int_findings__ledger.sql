-- method: §8. Every figure of the ledger, a claim and year a row: the mart adds the words.
with claims as (
    select * from {{ ref('claims') }}
),

verdicts as (
    select * from {{ ref('int_findings__verdicts') }}
),

sensitivity as (
    select * from {{ ref('int_findings__sensitivity') }}
),

specifications as (
    select * from {{ ref('int_findings__specifications') }}
),

group_deaths as (
    select * from {{ ref('int_findings__group_deaths') }}
    where specification_kind = 'default'
),

segments as (
    select * from {{ ref('int_segments__findings') }}
),

drivers as (
    select * from {{ ref('int_findings__drivers') }}
    where dimension != 'interaction'
),

intervals as (
    select
        trust_code,
        financial_year,
        cast(intervals.value_rank_low as double) as value_rank_low,
        cast(intervals.value_rank_high as double) as value_rank_high
    from {{ ref('int_value__intervals') }} as intervals
    inner join {{ ref('int_value__default_specification') }} as ranked
        using (trust_code, financial_year, spend_basis)
    where ranked.is_default and intervals.weights_drawn = 'as seeded'
),

without_a_file as (
    select
        coverage.financial_year,
        coverage.return_name
    from {{ ref('int_returns__coverage') }} as coverage
    inner join {{ ref('returns') }} as returns on coverage.return_name = returns.return_name
    where coverage.is_expected and not returns.is_optional
    group by coverage.financial_year, coverage.return_name
    having count(case when coverage.status != 'missing' then 1 end) = 0
),

returns_missing as (
    select
        financial_year,
        {{ joined_text('return_name') }} as returns_without_a_file
    from without_a_file
    group by financial_year
),

default_specification as (
    select * from specifications
    where specification_kind = 'default'
),

my_specification as (
    select * from specifications
    where specification_kind = 'my specification'
),

largest_drivers as (
    select
        financial_year,
        dimension as first_dimension,
        share_of_variance as first_share
    from drivers
    qualify row_number() over (
        partition by financial_year
        order by share_of_variance desc nulls last, dimension asc
    ) = 1
)

select
    claims.claim_id,
    verdicts.financial_year,
    claims.claim,
    claims.claimed_value,
    claims.unit,
    claims.tolerance_share,
    claims.claimed_trust_code,
    case claims.claim_id
        when 'C7' then segments.need_share
        else verdicts.our_value
    end as our_value,
    verdicts.our_specification_id,
    verdicts.grid_min,
    verdicts.grid_p25,
    verdicts.grid_median,
    verdicts.grid_p75,
    verdicts.grid_max,
    verdicts.specifications,
    verdicts.specifications_holding,
    verdicts.share_of_specifications_holding,
    verdicts.nearest_specification_id,
    verdicts.nearest_value,
    verdicts.verdict,
    sensitivity.leave_one_out_low,
    sensitivity.leave_one_out_low_trust_code,
    sensitivity.leave_one_out_high,
    sensitivity.leave_one_out_high_trust_code,
    sensitivity.answer_with_carried_sizes as our_value_with_carried_sizes,
    default_specification.regions_determinable,
    largest_drivers.first_dimension,
    largest_drivers.first_share,
    returns_missing.returns_without_a_file,
    segments.cost_gbp as schedule_cost_gbp,
    segments.need_share,
    segments.community_share,
    segments.outside_episodes_share,
    segments.not_assignable_share,
    segments.outcome_share,
    segments.largest_segment,
    segments.largest_segment_share,
    segments.level,
    segments.widest_segment,
    segments.widest_ratio_p90_p10,
    segments.narrowest_segment,
    segments.narrowest_ratio_p90_p10,
    case claims.claim_id
        when 'C5' then intervals.value_rank_low
        else verdicts.our_value_low
    end as our_value_low,
    case claims.claim_id
        when 'C5' then intervals.value_rank_high
        else verdicts.our_value_high
    end as our_value_high,
    case
        when claims.claim_id in ('C1', 'C2') then default_specification.largest_valued
        when claims.claim_id = 'C4' then group_deaths.trusts
    end as largest_valued,
    case
        when claims.claim_id in ('C1', 'C2') then default_specification.largest_missing_codes
        when claims.claim_id = 'C4' then group_deaths.largest_missing_codes
    end as largest_missing_codes,
    case
        when claims.claim_id = 'C6'
            then default_specification.probability_of_as_many_by_chance
    end as probability_of_as_many_by_chance,
    case
        when claims.claim_id = 'C6' then default_specification.probability_of_all_by_chance
    end as probability_of_all_by_chance,
    case claims.claim_id
        when 'C1' then cast(my_specification.largest_at_or_above_reference as double)
        when 'C2' then my_specification.saving_gbp
        when 'C5' then cast(my_specification.rank_of_claimed_first as double)
        when 'C6' then cast(my_specification.regions_lowest_is_largest_or_second as double)
    end as my_value
from claims
inner join verdicts using (claim_id)
left join sensitivity using (claim_id, financial_year)
left join default_specification using (financial_year)
left join my_specification using (financial_year)
left join group_deaths using (financial_year)
left join largest_drivers using (financial_year)
left join segments using (financial_year)
left join returns_missing using (financial_year)
left join intervals
    on
        claims.claimed_trust_code = intervals.trust_code
        and verdicts.financial_year = intervals.financial_year
