-- method: §8
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
        intervals.trust_code,
        intervals.financial_year,
        cast(intervals.value_rank_low as double) as value_rank_low,
        cast(intervals.value_rank_high as double) as value_rank_high
    from {{ ref('int_value__intervals') }} as intervals
    inner join {{ ref('int_value__default_specification') }} as ranked
        on
            intervals.trust_code = ranked.trust_code
            and intervals.financial_year = ranked.financial_year
            and intervals.spend_basis = ranked.spend_basis
            and ranked.is_default
    where intervals.weights_drawn = 'as seeded'
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
),

gathered as (
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
        segments.what_can_be_said,
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
    inner join verdicts on claims.claim_id = verdicts.claim_id
    left join sensitivity
        on
            verdicts.claim_id = sensitivity.claim_id
            and verdicts.financial_year = sensitivity.financial_year
    left join default_specification
        on verdicts.financial_year = default_specification.financial_year
    left join my_specification on verdicts.financial_year = my_specification.financial_year
    left join group_deaths on verdicts.financial_year = group_deaths.financial_year
    left join largest_drivers on verdicts.financial_year = largest_drivers.financial_year
    left join segments on verdicts.financial_year = segments.financial_year
    left join returns_missing on verdicts.financial_year = returns_missing.financial_year
    left join intervals
        on
            claims.claimed_trust_code = intervals.trust_code
            and verdicts.financial_year = intervals.financial_year
),

-- sentences are made of the figures beside them; a part whose figure is missing is left out
told as (
    select
        *,
        {{ claim_amount('claim_id', 'our_value') }} as our_text,
        coalesce(
            ' (' || {{ claim_amount('claim_id', 'our_value_low') }}
            || ' to ' || {{ claim_amount('claim_id', 'our_value_high') }} || ')', ''
        ) as interval_text,
        {{ claim_amount('claim_id', 'grid_min') }}
        || ' to ' || {{ claim_amount('claim_id', 'grid_max') }} as range_text,
        {{ claim_amount('claim_id', 'grid_p25') }}
        || ' to ' || {{ claim_amount('claim_id', 'grid_p75') }} as middle_text,
        {{ number_text('specifications_holding') }}
        || ' of ' || {{ number_text('specifications') }} as holding_text,
        nearest_specification_id
        || ' (' || {{ claim_amount('claim_id', 'nearest_value') }} || ')' as nearest_text,
        coalesce(
            ' One trust left out, our figure lies between '
            || {{ claim_amount('claim_id', 'leave_one_out_low') }}
            || ' (' || leave_one_out_low_trust_code || ') and '
            || {{ claim_amount('claim_id', 'leave_one_out_high') }}
            || ' (' || leave_one_out_high_trust_code || ').', ''
        ) as leave_one_out_text,
        coalesce(
            ' Missing of the largest, for want of accounts or of a value of the year: '
            || largest_missing_codes
            || coalesce(
                '; counted at the size of another year, our figure would be '
                || {{ claim_amount('claim_id', 'our_value_with_carried_sizes') }}, ''
            )
            || '.', ''
        ) as missing_text,
        'Our default cannot be computed'
        || coalesce(' (no file is landed for ' || returns_without_a_file || ')', '')
            as no_default_text
    from gathered
)

select
    claim_id,
    financial_year,
    claim,
    claimed_value,
    unit,
    our_value,
    our_value_low,
    our_value_high,
    our_specification_id,
    our_value_with_carried_sizes,
    largest_missing_codes,
    leave_one_out_low,
    leave_one_out_low_trust_code,
    leave_one_out_high,
    leave_one_out_high_trust_code,
    probability_of_as_many_by_chance,
    probability_of_all_by_chance,
    my_value,
    grid_min,
    grid_p25,
    grid_median,
    grid_p75,
    grid_max,
    specifications,
    specifications_holding,
    share_of_specifications_holding,
    nearest_specification_id,
    nearest_value,
    verdict,
    case
        when claim_id = 'C7'
            then
                'How care should be organised no figure decides.'
                || coalesce(' ' || what_can_be_said, '')
        when verdict = 'not computable'
            then
                'No specification can be computed'
                || coalesce(': no file is landed for ' || returns_without_a_file, '')
                || '.'
        when claim_id = 'C1'
            then
                coalesce(
                    our_text || ' of the ' || {{ number_text('largest_valued') }}
                    || ' largest with a value reach the others on our default', no_default_text
                )
                || '; over the grid ' || range_text || ', none in ' || holding_text || '.'
                || missing_text
        when claim_id = 'C2'
            then
                coalesce(our_text || ' on our default', no_default_text) || ', '
                || range_text || ' over the grid, half of it ' || middle_text || '; within '
                || {{ number_text('100e0 * tolerance_share') }} || '% of the claim in '
                || holding_text || ', nearest ' || nearest_text || '.'
                || coalesce(
                    ' The choice of ' || replace(first_dimension, '_', ' ') || ' alone makes '
                    || {{ number_text('100e0 * first_share') }} || '% of the variance.', ''
                )
                || leave_one_out_text || missing_text
        when claim_id = 'C3'
            then
                coalesce(
                    'Slope ' || our_text || interval_text || ' on our default', no_default_text
                )
                || '; its upper bound is below 0 in ' || holding_text
                || ' variants, lowest in ' || nearest_text || '.'
        when claim_id = 'C4'
            then
                coalesce(
                    our_text || interval_text || ' deaths above the benchmark on our default',
                    no_default_text
                )
                || ', ' || range_text || ' over the grid; within '
                || {{ number_text('100e0 * tolerance_share') }} || '% of the claim in '
                || holding_text || ', nearest ' || nearest_text || '.'
                || leave_one_out_text || missing_text
                || ' Deaths above a benchmark are arithmetic: they do not say how many '
                || 'deaths better care would have prevented.'
        when claim_id = 'C5'
            then
                coalesce(
                    claimed_trust_code || ' ranks ' || our_text || interval_text
                    || ' on our default', no_default_text
                )
                || ', ' || range_text || ' over the grid; first in ' || holding_text
                || ', nearest ' || nearest_text || '.'
        when claim_id = 'C6'
            then
                coalesce(
                    our_text || ' of ' || {{ number_text('regions_determinable') }}
                    || ' regions that can be told on our default', no_default_text
                )
                || ', ' || range_text
                || ' over the grid; all of them in ' || holding_text
                || ', nearest ' || nearest_text || '.'
                || coalesce(
                    ' Were any trust of a region as likely to be its lowest, as many '
                    || 'would come out with a chance of '
                    || {{ number_text('100e0 * probability_of_as_many_by_chance', 1) }}
                    || '%, all with one in '
                    || {{ number_text('1e0 / nullif(probability_of_all_by_chance, 0)') }} || '.', ''
                )
    end as why
from told
