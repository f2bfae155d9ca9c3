-- The ten queries that a dashboard asks of the served file: a name, then one statement.

-- ## the table of the value index, a year, with its intervals
select trust_code, trust_name, value_index, value_index_low, value_index_high, value_rank,
    value_rank_low, value_rank_high
from value_index
where financial_year = '2024-25'
order by value_rank;

-- ## one trust's card
select * from value_index
where trust_code = 'RM1' and financial_year = '2024-25';

-- ## one trust over the years
select financial_year, value_per_1000_gbp, scope_share, quality_factor from value_index
where trust_code = 'RM1'
order by financial_year;

-- ## where one trust's money goes
select category_group, category, spend_gbp, spend_share from trust_spend
where trust_code = 'RM1' and financial_year = '2024-25'
order by spend_gbp desc;

-- ## a box plot by region
select group_name, trusts, p10, p25, median, p75, p90 from variation
where group_kind = 'region' and financial_year = '2024-25' and measure_id = 'value'
order by group_name;

-- ## a funnel
select trust_code, expected, ratio, lower_998_overdispersed, upper_998_overdispersed
from funnel_limits
where financial_year = '2024-25' and measure_id = 'mortality';

-- ## value against size
select trust_code, size_band, operating_expenditure_gbp, value_per_1000_gbp_operating
from value_index
where financial_year = '2024-25';

-- ## where one trust stands on every measure
select position.measure_id, measure.measure_name, measure.unit, position.value,
    position.percentile, position.opportunity, position.opportunity_unit
from trust_position as position
inner join dim_measure as measure using (measure_id)
where position.trust_code = 'RM1'
    and position.financial_year = '2024-25'
order by measure.measure_name;

-- ## the claims
select claim_id, claim, claimed_value, our_value, verdict, why from claims_ledger
where financial_year = '2024-25'
order by claim_id;

-- ## what is missing, by return
select return_name, status, count(*) as trusts from returns_coverage
where financial_year = '2024-25' and is_expected
group by all
order by all;
