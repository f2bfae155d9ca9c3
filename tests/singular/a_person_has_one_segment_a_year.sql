-- The contract of linked data (docs/segments.md). Without this a person counted in two segments
-- makes the people of all segments more than there are, and the cost of each less than it is.
select
    financial_year,
    icb_code,
    person_key,
    count(distinct person_segment) as segments_found
from {{ ref('stg_person_segments__care') }}
group by financial_year, icb_code, person_key
having count(distinct person_segment) > 1
