-- Files as published end with a row of totals. Without this a file that lost rows on its way builds
-- green: each row it still has is fine. Fails with the file, its totals and the sums.
{%- set columns = [
    'attendances_type_1', 'attendances_type_2', 'attendances_other', 'attendances_booked_type_1',
    'attendances_booked_type_2', 'attendances_booked_other', 'over_4_hours_type_1',
    'over_4_hours_type_2', 'over_4_hours_other', 'waited_4_to_12_hours_for_admission',
    'waited_over_12_hours_for_admission', 'emergency_admissions_type_1',
    'emergency_admissions_type_2', 'emergency_admissions_other_ae',
    'emergency_admissions_other_emergency'
] %}
with landed as (
    select * from {{ source('ae', 'monthly') }}
),

by_file as (
    select
        _file,
        {{ trust_code('org_code') }} = 'TOTAL' as is_total,
    {%- for column in columns %}
        sum({{ published_number(column) }}) as {{ column }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    from landed
    group by _file, is_total
)

select
    totals._file,
{%- for column in columns %}
    totals.{{ column }},
    of_rows.{{ column }} as {{ column }}_of_rows
    {{- ',' if not loop.last }}
{%- endfor %}
from by_file as totals
inner join by_file as of_rows on totals._file = of_rows._file
where
    totals.is_total and not of_rows.is_total
    {%- set differences = [] %}
    {%- for column in columns %}
        {%- do differences.append(
            "coalesce(totals." ~ column ~ ", 0) != coalesce(of_rows." ~ column ~ ", 0)"
        ) %}
    {%- endfor %}
    and ({{ differences | join(' or ') }})
