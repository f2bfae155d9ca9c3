{%- set bed_groups = [
    'total', 'general_acute', 'learning_disabilities', 'maternity', 'mental_illness'
] %}
with landed as (
    select * from {{ source('kh03', 'annual_average') }}
),

typed as (
    select
        {{ trust_code('code') }} as trust_code,
        name as trust_name,
        _year as financial_year,
    {%- for group in bed_groups %}
        {{ published_number(group ~ '_available') }} as {{ group }}_available_beds,
        {{ published_number(group ~ '_occupied') }} as {{ group }}_occupied_beds,
        {{ published_number(group ~ '_occupancy_percent') }} as {{ group }}_occupancy_percent,
        -- no beds, no occupancy: a '-' in the publication, left blank in the annual average
        {{ value_status(group ~ '_occupancy_percent', blank='not_applicable') }}
            as {{ group }}_occupancy_status
        {{- ',' if not loop.last }}
    {%- endfor %}
    from landed
)

select * from typed
