-- What the report reads: rows of marts, a part a name. Selecting and joining only; a figure that
-- is not in a mart is not in the report. "if MART": the part is left out where the served file
-- lacks the mart.

-- ## setup
create or replace temp macro short_name(name) as
    rtrim(replace(replace(name, ' NHS Foundation Trust', ''), ' NHS Trust', ''), ', ');
create or replace temp table value_year as
select max(financial_year) as financial_year from value_index
where value_per_1000_gbp is not null;
create or replace temp table spend_year as
select max(financial_year) as financial_year from spend_by_size_band where spend_gbp is not null;
-- the latest year that trusts have a returns year of, even where no trust has a value
create or replace temp table report_year as
select coalesce(
    (select financial_year from value_year), (select max(financial_year) from dim_financial_year)
) as financial_year;
create or replace temp table cohort as
select trust_code, trust_name, short_name(trust_name) as short_name, region_name, trust_type
from dim_trust
where is_in_cohort and closed_on is null;
create or replace temp table measure_years as
select measure_id, max(financial_year) as financial_year from variation
where group_kind = 'England' group by measure_id;

-- ## facts
select
    (select financial_year from report_year) as year,
    (select financial_year from value_year) as value_year,
    (select financial_year from spend_year) as spend_year,
    (select count(*) from cohort) as cohort,
    (
        select count(*) from value_index semi join value_year using (financial_year)
        where value_per_1000_gbp is not null
    ) as trusts_valued,
    (
        select count(*) from value_index semi join value_year using (financial_year)
        where value_per_1000_gbp_operating is not null
    ) as trusts_valued_operating;

-- ## trusts
select
    cohort.*,
    dim_trust.cqc_overall_rating,
    dim_trust.cqc_rated_on,
    dim_trust.oversight_segment,
    dim_trust.opened_on,
    totals.size_band,
    totals.size_rank,
    totals.size_is_carried,
    totals.financial_year,
    totals.operating_expenditure_gbp,
    totals.operating_expenditure_real_gbp,
    totals.operating_mff_expenditure_gbp,
    totals.comparable_expenditure_gbp,
    totals.comparable_lines_available,
    totals.costed_expenditure_gbp,
    totals.scope_share,
    totals.mff,
    totals.mff_year,
    totals.status as spend_status,
    totals.reason as spend_reason
from cohort
inner join dim_trust using (trust_code)
left join trust_spend_total as totals
    on
        cohort.trust_code = totals.trust_code
        and totals.financial_year = (select financial_year from report_year)
order by cohort.short_name, cohort.trust_code;

-- ## values
select
    value_index.trust_code,
    short_name(value_index.trust_name) as short_name,
    value_index.region_name,
    value_index.trust_type,
    value_index.size_band,
    value_index.operating_expenditure_gbp,
    value_index.costed_expenditure_gbp,
    value_index.weighted_activity_gbp,
    value_index.quality_factor,
    value_index.scope_share,
    value_index.cost_efficiency,
    value_index.value_per_1000_gbp,
    value_index.value_index,
    value_index.value_index_low,
    value_index.value_index_high,
    value_index.value_rank,
    value_index.value_rank_low,
    value_index.value_rank_high,
    value_index.probability_top_10,
    value_index.probability_bottom_10,
    value_index.value_per_1000_gbp_operating,
    value_index.value_rank_operating,
    value_index.value_rank_operating_low,
    value_index.value_rank_operating_high,
    value_index.operating_status,
    value_index.operating_reason,
    value_index.cqc_overall_rating,
    coalesce(largest.is_largest, false) as is_largest
from value_index
semi join value_year using (financial_year)
left join (
    select distinct trust_code, financial_year, true as is_largest from savings_opportunity
    where largest_definition like 'over%' and status = 'published'
) as largest using (trust_code, financial_year)
where value_index.value_per_1000_gbp is not null
order by value_index.value_rank, value_index.trust_code;

-- ## largest_missing
select distinct short_name(trust_name) as short_name, trust_code, largest_definition, reason
from savings_opportunity
semi join value_year using (financial_year)
where status != 'published' and largest_definition like 'over%'
order by trust_code;

-- ## bands
select * from size_band_summary semi join value_year using (financial_year)
order by size_band_order;

-- ## largest
select * from largest_group_summary semi join value_year using (financial_year)
order by largest_definition not like 'over%', largest_definition desc;

-- ## size_effect
select * from size_effect semi join value_year using (financial_year)
where spend_basis in ('costed', 'operating')
order by spend_basis, within, adjusted_for;

-- ## region_counts
select
    spend_basis,
    count(*) as regions,
    count(*) filter (is_lowest_largest_or_second = 'yes') as regions_yes,
    count(*) filter (is_lowest_largest_or_second != 'not determinable') as regions_determinable
from region_extremes semi join value_year using (financial_year)
where spend_basis in ('costed', 'operating')
group by spend_basis
order by spend_basis;

-- ## regions
select
    extremes.*,
    short_name(extremes.lowest_trust_name) as lowest_short_name,
    short_name(extremes.highest_trust_name) as highest_short_name,
    if(
        extremes.spend_basis = 'costed', highest.value_rank_low, highest.value_rank_operating_low
    ) as highest_value_rank_low,
    if(
        extremes.spend_basis = 'costed', highest.value_rank_high, highest.value_rank_operating_high
    ) as highest_value_rank_high
from region_extremes as extremes
semi join value_year using (financial_year)
left join value_index as highest
    on
        extremes.highest_trust_code = highest.trust_code
        and extremes.financial_year = highest.financial_year
where extremes.spend_basis in ('costed', 'operating')
order by extremes.spend_basis, extremes.region_name;

-- ## specifications
select
    specification_id, specification_kind, activity_basis, spend_basis, quality_basket, reference, largest_definition,
    trusts, largest_valued, largest_missing, saving_gbp
from claim_specifications semi join value_year using (financial_year)
where saving_gbp is not null
order by specification_id;

-- ## saving_range
select
    count(*) as specifications,
    min(saving_gbp) as lowest_gbp,
    max(saving_gbp) as highest_gbp
from claim_specifications semi join value_year using (financial_year)
where saving_gbp is not null and specification_kind in ('default', 'grid');

-- ## ledger if claims_ledger
select * from claims_ledger
where financial_year = (select max(financial_year) from claims_ledger)
order by claim_id;

-- ## drivers if claim_drivers
select * from claim_drivers
where financial_year = (select max(financial_year) from claim_drivers)
order by share_of_variance desc, dimension;

-- ## spend
select * from spend_by_size_band semi join spend_year using (financial_year)
order by size_band_order, spend_gbp desc nulls last, category;

-- ## spend_extremes
with placed as (
    select
        trust_spend.category,
        trust_spend.trust_code,
        short_name(trust_spend.trust_name) as short_name,
        trust_spend.size_band,
        trust_spend.spend_gbp,
        trust_spend.spend_share,
        row_number() over (
            partition by trust_spend.category
            order by trust_spend.spend_share desc, trust_spend.trust_code
        ) as from_top,
        row_number() over (
            partition by trust_spend.category
            order by trust_spend.spend_share, trust_spend.trust_code
        ) as from_bottom
    from trust_spend semi join spend_year using (financial_year)
    where trust_spend.spend_share is not null
)

select *, if(from_top <= 2, 'highest', 'lowest') as "end" from placed
where from_top <= 2 or (from_bottom <= 2 and spend_share > 0)
order by category, "end", from_top;

-- ## funnels
select
    funnel_limits.*, short_name(funnel_limits.trust_name) as short_name
from funnel_limits
inner join (
    select measure_id, max(financial_year) as financial_year from funnel_limits
    group by measure_id
) as latest using (measure_id, financial_year)
order by funnel_limits.measure_id, funnel_limits.expected, funnel_limits.trust_code;

-- ## funnel_counts
select
    measure_id,
    max(financial_year) as financial_year,
    count(*) as trusts,
    count(*) filter (band_overdispersed = 1) as higher,
    count(*) filter (band_overdispersed = 3) as lower,
    count(*) filter (band_plain != 2) as outside_plain,
    max(phi) as phi,
    max(tau_squared) as tau_squared,
    min(period_start) as period_start,
    max(period_end) as period_end
from funnel_limits
where
    (measure_id, financial_year) in (
        select (measure_id, max(financial_year)) from funnel_limits
        group by measure_id
    )
group by measure_id
order by measure_id;

-- ## band_agreement
select * from published_band_agreement
where (measure_id, financial_year) in (
    select (measure_id, max(financial_year)) from published_band_agreement group by measure_id
)
order by measure_id;

-- ## trend
select * from readmission_trend
where group_name = 'England'
order by age_group, financial_year;

-- ## measures
select dim_measure.*, variation.* exclude (measure_id)
from dim_measure
inner join measure_years using (measure_id)
inner join variation using (measure_id, financial_year)
where variation.group_kind = 'England'
order by
    case
        when measure_id like 'spend_share%' then 6
        when dim_measure.method_section like '6%' then 1
        when dim_measure.method_section like '5%' then 2
        when dim_measure.method_section like '7%' then 3
        when dim_measure.method_section = '4.3' then 4
        else 5
    end,
    length(measure_id) > 15, dim_measure.method_section, measure_id;

-- ## measures_without_values
select measure_id, measure_name from dim_measure anti join measure_years using (measure_id)
order by measure_name;

-- ## positions
select
    trust_position.trust_code,
    trust_position.measure_id,
    trust_position.value,
    trust_position.percentile,
    trust_position.distance_to_median,
    trust_position.opportunity,
    trust_position.opportunity_unit,
    trust_position.change_on_year
from trust_position
semi join measure_years using (measure_id, financial_year)
semi join cohort using (trust_code)
order by trust_position.measure_id, trust_position.value, trust_position.trust_code;

-- ## groups
select measure_id, if(group_kind = 'region', 'region', 'type') as kind, group_name, trusts,
    minimum, p25, median, p75, maximum
from variation
semi join measure_years using (measure_id, financial_year)
where group_kind in ('region', 'trust type')
order by measure_id, kind, group_name;

-- ## missing_positions
-- who has no value of a measure, and what the coverage says of the returns the measure is made of
with absent as (
    select cohort.trust_code, cohort.short_name, dim_measure.measure_id, dim_measure.source,
        measure_years.financial_year
    from cohort
    cross join dim_measure
    inner join measure_years using (measure_id)
    anti join (select * from trust_position where value is not null)
        as trust_position using (trust_code, measure_id, financial_year)
)

select
    absent.measure_id,
    absent.trust_code,
    absent.short_name,
    coalesce(
        string_agg(
            coverage.return_title || ': ' || coverage.reason,
            '; ' order by coverage.return_name
        ),
        'the landed returns hold no figure for it'
    ) as reason
from absent
left join returns_coverage as coverage
    on
        absent.trust_code = coverage.trust_code
        and absent.financial_year = coverage.financial_year
        and coverage.status in ('missing', 'suppressed', 'split')
        and contains(lower(replace(absent.source, '&', '')), coverage.return_name)
group by absent.measure_id, absent.trust_code, absent.short_name
order by absent.measure_id, absent.trust_code;

-- ## trust_spend
select trust_spend.trust_code, trust_spend.category, trust_spend.spend_gbp, trust_spend.spend_share,
    trust_spend.status, trust_spend.size_band, band.share_median as band_share_median
from trust_spend
semi join spend_year using (financial_year)
left join spend_by_size_band as band using (financial_year, size_band, category)
order by trust_spend.spend_gbp desc nulls last, trust_spend.category;

-- ## trust_quality
select trust_quality.trust_code, dim_measure.measure_name, trust_quality.status,
    trust_quality.reason, trust_quality.period_start, trust_quality.period_end
from trust_quality
inner join dim_measure using (measure_id)
where
    trust_quality.financial_year = (select financial_year from report_year)
order by dim_measure.measure_name;

-- ## trust_activity
select trust_code, activity_basis, point_of_delivery, activity_source, activity_count,
    weighted_activity_gbp
from trust_activity
where financial_year = (select financial_year from report_year)
order by activity_basis desc, point_of_delivery;

-- ## trust_capacity
select * from trust_capacity
where financial_year = (select financial_year from report_year);

-- ## trust_prevalence
select trust_code, condition_name, prevalence_share, england_share, ratio_to_england,
    covered_share, prevalence_year
from trust_prevalence
where financial_year = (select financial_year from report_year)
order by ratio_to_england desc nulls last, condition_name;

-- ## trust_alpha
select trust_code, variant, observed_deaths, expected_deaths, need_index,
    prevalence_covered_share, health_alpha, health_alpha_low, health_alpha_high, band, status,
    reason, period_start, period_end
from health_alpha
where financial_year = (
    select max(financial_year) from health_alpha where health_alpha is not null
)
order by variant;

-- ## trust_coverage
select trust_code, return_title, status, reason
from returns_coverage
semi join cohort using (trust_code)
where
    financial_year = (select financial_year from report_year)
    and status not in ('landed', 'not expected')
order by return_name;

-- ## coverage
select
    coverage.return_title,
    coverage.status,
    coverage.reason,
    count(*) as trusts,
    if(count(*) <= 20, string_agg(coverage.trust_code, ' ' order by coverage.trust_code), '') as codes
from returns_coverage as coverage
semi join cohort using (trust_code)
where
    coverage.financial_year = (select financial_year from report_year)
    and coverage.status != 'not expected'
group by coverage.return_name, coverage.return_title, coverage.status, coverage.reason
order by coverage.return_name, trusts desc, coverage.status;

-- ## years
select * from dim_financial_year order by financial_year desc;

-- ## files
select return_name, file_name, period, rows_landed, is_superseded,
    sha256
from build_manifest order by return_name, file_name, table_name;

-- ## build
select max(build_id) as build_id, max(project_version) as project_version,
    max(landed_at) as landed_at, max(codes_count_for) as codes_count_for
from build_manifest;

-- ## marts
select table_name, comment, estimated_size as rows from duckdb_tables()
where schema_name = 'main' and database_name = current_database() and not temporary
order by table_name;

-- ## segments if segment_spend
select * from segment_spend
where financial_year = (select max(financial_year) from segment_spend)
order by cost_gbp desc nulls last, segment;

-- ## trust_segments if trust_segment_cost
select * from trust_segment_cost
where
    financial_year = (
        select max(financial_year) from trust_segment_cost
    )
order by trust_code, segment;
