-- The summary of what is served, a part a heading. All counting, ranking and rounding is done here;
-- the wrapper only aligns. A statement with one column is text, any other a table whose header is
-- the columns' names.
-- $year is the latest year with values, $release the publication.

-- ## macros
create or replace temp macro pounds(x) as if(x < 0, '-', '') || '£' || case
    when abs(x) >= 995e6 then printf('%.2fbn', abs(x) / 1e9)
    when abs(x) >= 995e3 then printf('%.0fm', abs(x) / 1e6)
    else printf('%.0fk', abs(x) / 1e3)
end;
create or replace temp macro whole(x) as printf('%.0f', x);
create or replace temp macro cut(name, width) as
    if(length(name) > width, rtrim(left(name, width - 1), ', ') || '…', name);
create or replace temp macro short_name(name, width) as
    cut(replace(replace(name, ' NHS Foundation Trust', ''), ' NHS Trust', ''), width);

create or replace temp macro amount(claim_id, x) as case claim_id
    when 'C2' then pounds(x)
    when 'C3' then printf('%.1f', x)
    when 'C7' then printf('%.2f', x)
    else printf('%.0f', x)
end;
create or replace temp macro percent(x) as printf('%.0f%%', 100 * x);

-- ## year
select max(financial_year) as year from value_index
where value_per_1000_gbp is not null;

-- ## Value of English NHS acute trusts
select
    $year || ': ' || count(*) filter (value_per_1000_gbp is not null)
    || ' trusts have every return that the index needs. Value is pounds of quality-adjusted '
    || 'activity, at national average cost, for each £1,000 spent; 1,000 is as expected. '
    || 'Publication ' || $release || '.'
    || coalesce((
        select ' Every code counts for itself, not for a successor (trust_basis: '
            || any_value(codes_count_for) || ').'
        from build_manifest where codes_count_for != 'latest'
    ), '')
from value_index
where financial_year = $year;

-- ## What was landed
select
    return_name as return,
    count(distinct file_name) as files,
    sum(rows_landed)::bigint as rows,
    left(cast(max(landed_at) as varchar), 10) as on
from build_manifest
where not is_superseded
group by return_name
order by return_name;

-- ## What is missing or carried, and why
with grouped as (
    select
        coverage.return_name,
        coverage.status,
        coverage.reason,
        count(*) as trusts,
        if(
            count(*) <= 6,
            ' (' || string_agg(coverage.trust_code, ' ' order by coverage.trust_code) || ')', ''
        ) as codes
    from returns_coverage as coverage
    inner join dim_trust using (trust_code)
    where
        dim_trust.is_in_cohort
        and coverage.financial_year = $year
        and coverage.status not in ('landed', 'not expected')
    group by coverage.return_name, coverage.status, coverage.reason
)

select
    status,
    trusts,
    string_agg(return_name, ' ' order by return_name) as returns,
    reason || codes as why
from grouped
group by status, trusts, reason, codes
order by status != 'missing', status, trusts desc, why;

-- ## Value index
select
    value_rank || ' (' || value_rank_low || '–' || value_rank_high || ')' as "rank (95%)",
    short_name(trust_name, 42) as trust,
    size_band as size,
    whole(value_per_1000_gbp) as value,
    whole(value_index_low) || '–' || whole(value_index_high) as "index 95%",
    whole(value_per_1000_gbp_operating) as operating
from value_index
where financial_year = $year and value_per_1000_gbp is not null
qualify
    row_number() over (order by value_per_1000_gbp desc, trust_code) <= 10
    or row_number() over (order by value_per_1000_gbp, trust_code) <= 10
order by value_per_1000_gbp desc, trust_code;
select
    'The ten highest and the ten lowest by value per £1,000 of costed spend, with what 95% of '
    || 'redrawn outcomes and weights give; operating: per £1,000 of all operating expenditure.';

-- ## Size bands
select
    size_band as size,
    trusts,
    pounds(spend_gbp) as costed,
    whole(value_mean) as mean,
    whole(value_weighted) as weighted,
    whole(value_median) as median,
    pounds(spend_gbp_operating) as operating,
    whole(value_mean_operating) as "mean ",
    whole(value_weighted_operating) as "weighted ",
    whole(value_median_operating) as "median "
from size_band_summary
where financial_year = $year
order by size_band_order;
select
    'Value per £1,000, first of costed spend, then of operating expenditure: the mean of the '
    || 'trusts, the mean weighted by spend, the median.';

-- ## The largest trusts against the others
with bases as (
    select
        largest_definition, 'costed' as spend_basis, trusts, trusts_missing, spend_gbp,
        value_mean_largest, value_mean_others, trusts_at_or_above_others_mean, saving_gbp
    from largest_group_summary
    where financial_year = $year
    union all
    select
        largest_definition, 'operating', trusts_operating, trusts_missing_operating,
        spend_gbp_operating, value_mean_largest_operating, value_mean_others_operating,
        trusts_at_or_above_others_mean_operating, saving_gbp_operating
    from largest_group_summary
    where financial_year = $year
)

select
    largest_definition as largest,
    spend_basis as spend,
    trusts,
    trusts_missing as missing,
    pounds(spend_gbp) as spent,
    whole(value_mean_largest) as value,
    whole(value_mean_others) as others,
    trusts_at_or_above_others_mean || ' of ' || trusts as "at or above",
    pounds(saving_gbp) as saving
from bases
order by largest_definition not like 'over%', largest_definition desc, spend_basis;
select
    'Saving: what the group would spend less a year, did it give the value of the mean of the '
    || 'others. On costed spend the same patient care stands on both sides. Operating expenditure '
    || 'also holds what the cost collection does not cost (research, education, other services), '
    || 'of which the largest trusts do more.';

-- ## Is each region's lowest trust its largest or second largest?
select
    region_name as region,
    spend_basis as spend,
    short_name(lowest_trust_name, 30) as lowest,
    lowest_value_rank_low || '–' || lowest_value_rank_high as "rank 95%",
    lowest_trust_size_rank_in_region as "size rank",
    is_lowest_largest_or_second as "1st or 2nd"
from region_extremes
where financial_year = $year and spend_basis in ('costed', 'operating')
order by spend_basis, region_name;
select
    'On ' || spend_basis || ' spend: yes in '
    || count(*) filter (is_lowest_largest_or_second = 'yes') || ' of '
    || count(*) filter (is_lowest_largest_or_second != 'not determinable')
    || ' regions that can be told, of ' || count(*) || '.'
from region_extremes
where financial_year = $year and spend_basis in ('costed', 'operating')
group by spend_basis
order by spend_basis;

-- ## The claims, under every defensible specification
select
    claim_id as claim,
    amount(claim_id, claimed_value) as claimed,
    amount(claim_id, our_value) || coalesce(
        ' (' || amount(claim_id, our_value_low) || ' to ' || amount(claim_id, our_value_high) || ')',
        ''
    ) as "our default (95%)",
    amount(claim_id, grid_min) || ' to ' || amount(claim_id, grid_max) as "over the grid",
    specifications_holding || ' of ' || specifications as "holds in",
    verdict
from claims_ledger
where financial_year = $year
order by claim_id;
select claim_id || ' ' || claim || '. ' || why
from claims_ledger
where financial_year = $year
order by claim_id;
select
    'What moves the saving: ' || string_agg(
        replace(dimension, '_', ' ') || ' ' || percent(share_of_variance), ', '
        order by dimension = 'interaction', share_of_variance desc
    ) || ' of its variance over ' || max(specifications) || ' specifications.'
from claim_drivers
where financial_year = $year
having count(*) > 0;
select
    'What makes the intervals wide: with weights fixed a trust''s index has a 95% interval of '
    || printf('%.1f', max(value_index_width_median) filter (weights_drawn = 'fixed'))
    || ' points at the median, as published '
    || printf('%.1f', max(value_index_width_median) filter (weights_drawn = 'as seeded'))
    || ', with surer weights (concentration 64) '
    || printf('%.1f', max(value_index_width_median) filter (weights_drawn = 'concentration 64'))
    || ', with less sure ones (4) '
    || printf('%.1f', max(value_index_width_median) filter (weights_drawn = 'concentration 4'))
    || '.'
from interval_widths
where financial_year = $year;

-- ## What the saving hangs on
select
    activity_basis as activity,
    quality_basket as quality,
    pounds(max(saving_gbp) filter (spend_basis = 'costed')) as costed,
    pounds(max(saving_gbp) filter (spend_basis = 'operating')) as operating,
    pounds(max(saving_gbp) filter (spend_basis = 'operating_mff')) as "operating, local prices",
    max(trusts) as trusts
from claim_specifications
where
    financial_year = $year and reference = 'mean' and largest_definition like 'over%'
    and specification_kind != 'my specification'
group by activity_basis, quality_basket
order by activity_basis, quality_basket;
select
    'Trusts over £1.5bn against the mean of the others, by spend basis. Over all ' || count(*)
    || ' specifications the saving runs from ' || pounds(min(saving_gbp)) || ' to '
    || pounds(max(saving_gbp)) || '; ' || count(*) filter (saving_gbp between 6e9 and 10e9)
    || ' come within a quarter of the £8bn claimed.'
from claim_specifications
where financial_year = $year and specification_kind != 'my specification';
