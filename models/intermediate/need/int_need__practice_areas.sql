-- method: §7.1. Where the patients of each practice live: shares that carry its registers to areas.
-- Patients whose area is not known stay in the whole, so that nobody is moved to where others live.
with patients as (
    select * from {{ ref('stg_registrations__patients') }}
),

areas as (
    select * from {{ ref('int_need__areas') }}
),

placed as (
    select
        patients.practice_code,
        patients.extracted_on,
        areas.msoa_code,
        areas.local_authority_code,
        sum(patients.patients) as patients
    from patients
    left join areas on patients.lsoa_code = areas.lsoa_code
    group by
        patients.practice_code,
        patients.extracted_on,
        areas.msoa_code,
        areas.local_authority_code
),

with_whole as (
    select
        *,
        sum(patients) over (partition by practice_code, extracted_on) as practice_patients
    from placed
),

shared as (
    {%- for level, column in [('MSOA', 'msoa_code'), ('local authority', 'local_authority_code')] %}
        select
            practice_code,
            extracted_on,
            '{{ level }}' as area_level,
            {{ column }} as area_code,
            sum(patients) / nullif(max(practice_patients), 0) as practice_share
        from with_whole
        where {{ column }} is not null
        group by practice_code, extracted_on, {{ column }}
        {% if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}
)

select * from shared
where practice_share > 0
