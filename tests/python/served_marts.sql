-- The marts that the summary reads, made small: thirty trusts, one year.
create table build_manifest as
select
    'ncc' as return_name,
    'a.csv' as file_name,
    1234567::bigint as rows_landed,
    '2026-01-01T00:00:00+00:00' as landed_at,
    false as is_superseded,
    'latest' as codes_count_for;

create table dim_trust as
select 'R' || i as trust_code, true as is_in_cohort
from range(30) as t(i);

create table returns_coverage as
select
    'hes_op' as return_name,
    'R' || i as trust_code,
    '2024-25' as financial_year,
    if(i < 2, 'missing', 'landed') as status,
    'no row for this trust' as reason
from range(30) as t(i);

create table value_index as
select
    'R' || i as trust_code,
    '2024-25' as financial_year,
    'University Hospitals of ' || i || ' and Many Other Places NHS Foundation Trust' as trust_name,
    'over £1.5bn' as size_band,
    1000.0 + i as value_per_1000_gbp,
    100.0 as value_index,
    95.0 as value_index_low,
    105.0 as value_index_high,
    30 - i as value_rank,
    1 as value_rank_low,
    30 as value_rank_high,
    800.0 as value_per_1000_gbp_operating,
    null::varchar as cqc_overall_rating
from range(30) as t(i);

create table size_band_summary as
select
    '2024-25' as financial_year,
    'over £1.5bn' as size_band,
    1 as size_band_order,
    19 as trusts,
    26.7e9 as spend_gbp,
    1004.4 as value_mean,
    1001.0 as value_weighted,
    999.0 as value_median,
    35.9e9 as spend_gbp_operating,
    753.0 as value_mean_operating,
    750.0 as value_weighted_operating,
    745.0 as value_median_operating;

create table largest_group_summary as
select
    '2024-25' as financial_year,
    'over £1.5bn' as largest_definition,
    18 as trusts,
    1 as trusts_missing,
    26.7e9 as spend_gbp,
    1004.0 as value_mean_largest,
    994.0 as value_mean_others,
    11 as trusts_at_or_above_others_mean,
    -223.4e6 as saving_gbp,
    18 as trusts_operating,
    1 as trusts_missing_operating,
    35.9e9 as spend_gbp_operating,
    753.0 as value_mean_largest_operating,
    829.0 as value_mean_others_operating,
    3 as trusts_at_or_above_others_mean_operating,
    3.52e9 as saving_gbp_operating;

create table region_extremes as
select
    '2024-25' as financial_year,
    region as region_name,
    spend_basis,
    'A Trust' as lowest_trust_name,
    99 as lowest_value_rank_low,
    118 as lowest_value_rank_high,
    1 as lowest_trust_size_rank_in_region,
    verdict as is_lowest_largest_or_second
from (values ('London', 'yes'), ('Midlands', 'not determinable')) as r(region, verdict)
cross join (values ('costed'), ('operating')) as b(spend_basis);

create table claim_specifications as
select
    '2024-25' as financial_year,
    'pod_weighted' as activity_basis,
    'none' as quality_basket,
    spend_basis,
    'mean' as reference,
    'over £1.5bn' as largest_definition,
    'grid' as specification_kind,
    103 as trusts,
    saving_gbp
from (values ('costed', 4.18e9), ('operating', 7.95e9)) as b(spend_basis, saving_gbp);

create table claims_ledger as
select
    claim_id,
    '2024-25' as financial_year,
    'A claim' as claim,
    claimed_value,
    our_value,
    our_value_low,
    our_value_high,
    our_value as grid_min,
    7.95e9 as grid_max,
    16 as specifications_holding,
    216 as specifications,
    'depends on method' as verdict,
    'It is so.' as why
from (
    values
    ('C2', 8e9, -223e6, null, null),
    ('C5', 1.0, 13.0, 7.0, 35.0)
) as c(claim_id, claimed_value, our_value, our_value_low, our_value_high);

create table claim_drivers as
select
    '2024-25' as financial_year,
    dimension,
    share_of_variance,
    216 as specifications
from (
    values ('interaction', 0.3), ('reference', 0.1), ('spend_basis', 0.6)
) as d(dimension, share_of_variance);

create table interval_widths as
select
    '2024-25' as financial_year,
    weights_drawn,
    width as value_index_width_median
from (
    values ('as seeded', 8.63), ('fixed', 2.33), ('concentration 4', 15.0), ('concentration 64', 5.05)
) as w(weights_drawn, width);
