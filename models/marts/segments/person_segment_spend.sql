-- method: §1 (C7). Cells of 1 to 7 people are withheld, as hospital statistics do.
with people as (
    select
        *,
        people_count <= 7 as is_small
    from {{ ref('int_segments__people') }}
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
from people
