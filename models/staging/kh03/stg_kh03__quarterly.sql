{%- set bed_groups = [
    'total', 'general_acute', 'learning_disabilities', 'maternity', 'mental_illness'
] %}
with landed as (
    select * from {{ source('kh03', 'quarterly') }}
),

typed as (
    select
        coalesce({{ trust_code('org_code') }}, 'ENG') as trust_code,
        org_name as trust_name,
        year as financial_year,
        _quarter as quarter,
        {{ value_status('total_occupancy') }} as value_status,
    {%- for group in bed_groups %}
        {{ published_number(group ~ '_available') }} as {{ group }}_available_beds,
        {{ published_number(group ~ '_occupied') }} as {{ group }}_occupied_beds,
        {{ published_number(group ~ '_occupancy') }} as {{ group }}_occupancy_share
        {{- ',' if not loop.last }}
    {%- endfor %}
    from landed
)

select * from typed
