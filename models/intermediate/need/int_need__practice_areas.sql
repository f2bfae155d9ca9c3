-- method: §7.1. Where the patients of each practice live: shares that carry its registers to areas.
-- Registers are of the last day of the year: patients live where the nearest extract has them.
-- Patients whose area is not known stay in the whole, so that nobody is moved to where others live.
with patients as (
    select * from {{ ref('stg_registrations__patients') }}
),

years as (
    select distinct financial_year
    from {{ ref('stg_qof__practices') }}
),

areas as (
    select * from {{ ref('int_need__areas') }}
),

extracts as (
    select distinct extracted_on from patients
),

nearest as (
    select
        years.financial_year,
        extracts.extracted_on
    from years
    cross join extracts
    qualify
        row_number() over (
            partition by years.financial_year
            order by
                abs({{ months_between(
                    financial_year_ends_on('years.financial_year'), 'extracts.extracted_on'
                ) }}),
                extracts.extracted_on desc
        ) = 1
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
),

of_years as (
    select
        shared.practice_code,
        nearest.financial_year,
        shared.extracted_on,
        shared.area_level,
        shared.area_code,
        shared.practice_share
    from shared
    inner join nearest on shared.extracted_on = nearest.extracted_on
    where shared.practice_share > 0
)

select * from of_years
