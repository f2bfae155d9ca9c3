-- method: §6.4. The default specification on the `latest` basis.
with intervals as (
    select * from {{ ref('int_value__intervals') }}
),

defaults as (
    select * from {{ ref('int_value__default_specification') }}
    where is_default
)

select
    defaults.financial_year,
    intervals.weights_drawn,
    count(*) as trusts,
    median(
        (intervals.value_high - intervals.value_low)
        * defaults.value_index
        / nullif(defaults.value_per_1000_gbp, 0)
    ) as value_index_width_median,
    median(cast(intervals.value_rank_high - intervals.value_rank_low as double))
        as value_rank_width_median,
    max(intervals.value_rank_high - intervals.value_rank_low) as value_rank_width_maximum
from defaults
inner join intervals using (trust_code, financial_year, spend_basis)
group by defaults.financial_year, intervals.weights_drawn
