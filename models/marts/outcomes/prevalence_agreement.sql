-- method: §7.1. Do the two routes to a trust's prevalence agree? Both are relative to England, so a
-- change of register between their years does not count as disagreement.
with prevalence as (
    select * from {{ ref('int_need__prevalence') }}
    -- the latest registers, which is what the last year a return could have is given
    qualify dense_rank() over (order by financial_year desc) = 1
),

by_icb as (
    select * from {{ ref('int_need__prevalence_by_icb') }}
),

conditions as (
    select * from {{ ref('conditions') }}
)

select
    prevalence.condition_code as condition,
    conditions.condition_name,
    max(prevalence.prevalence_year) as catchment_prevalence_year,
    max(by_icb.icb_prevalence_year) as icb_prevalence_year,
    count(*) as trusts,
    {{ correlation('prevalence.ratio_to_england', 'by_icb.icb_ratio_to_england') }}
        as correlation,
    avg(abs(prevalence.ratio_to_england - by_icb.icb_ratio_to_england)) as mean_difference,
    max(abs(prevalence.ratio_to_england - by_icb.icb_ratio_to_england)) as largest_difference
from prevalence
inner join by_icb using (trust_code, financial_year, condition_code)
inner join conditions on prevalence.condition_code = conditions.condition_code
group by prevalence.condition_code, conditions.condition_name
