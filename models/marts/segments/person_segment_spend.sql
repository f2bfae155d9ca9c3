-- method: §1 (C7). People by their own need segment, and the segments of the care they got: one
-- person's care stands in several. Cells of few people are withheld, as hospital statistics do.
-- Empty where no linked data are landed.
with care as (
    select * from {{ ref('stg_person_segments__care') }}
),

currencies as (
    select * from {{ ref('int_segments__map') }}
    where found_in = 'person segments'
),

placed as (
    select
        care.financial_year,
        care.icb_code,
        care.person_key,
        care.person_segment,
        currencies.segment as care_segment,
        care.activity_count,
        care.cost_gbp
    from care
    inner join currencies using (financial_year, department_code, currency_code)
),

people as (
    select
        financial_year,
        icb_code,
        person_segment,
        count(distinct person_key) as people_in_segment_count,
        sum(cost_gbp) as segment_cost_gbp
    from placed
    group by financial_year, icb_code, person_segment
),

by_care as (
    select
        financial_year,
        icb_code,
        person_segment,
        care_segment,
        count(distinct person_key) as people_count,
        sum(activity_count) as activity_count,
        sum(cost_gbp) as cost_gbp
    from placed
    group by financial_year, icb_code, person_segment, care_segment
),

people_and_care as (
    select
        financial_year,
        icb_code,
        person_segment,
        by_care.care_segment,
        people.people_in_segment_count,
        people.segment_cost_gbp,
        by_care.people_count,
        by_care.activity_count,
        by_care.cost_gbp,
        by_care.people_count <= {{ threshold('small number') }} as is_small
    from by_care
    inner join people using (financial_year, icb_code, person_segment)
)

select
    financial_year,
    icb_code,
    person_segment,
    care_segment,
    case when not is_small then people_in_segment_count end as people_in_segment_count,
    case when not is_small then people_count end as people_count,
    case when not is_small then activity_count end as activity_count,
    case when not is_small then cost_gbp end as cost_gbp,
    case when not is_small then cost_gbp / nullif(people_in_segment_count, 0) end
        as cost_per_person_gbp,
    case when not is_small then cost_gbp / nullif(segment_cost_gbp, 0) end as share_of_segment_cost,
    case when is_small then 'suppressed' else 'published' end as status,
    case
        when is_small then 'seven people or fewer'
        else 'more than seven people'
    end as reason
from people_and_care
