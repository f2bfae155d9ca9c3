with landed as (
    select * from {{ source('admitted_spells', 'spells') }}
),

typed as (
    select
        _year as financial_year,
        {{ trust_code('provider_code') }} as trust_code,
        cast(trim(discharge_month) || '-01' as date) as month_starts_on,
        {{ code_or_unknown('diagnosis_group') }} as diagnosis_group,
        {{ code_or_unknown('age_band') }} as age_band,
        case trim(sex) when '1' then 'male' when '2' then 'female' else 'unknown' end as sex,
        {{ admission_kind('admission_method') }} as admission_kind,
        {{ code_or_unknown('deprivation_fifth') }} as deprivation_fifth,
        {{ published_number('cost') }} as cost_gbp,
        {{ published_number('length_of_stay') }} as stay_days,
        case trim(died_within_30_days) when '1' then 1 when '0' then 0 end as died_count,
        case trim(readmitted_within_30_days) when '1' then 1 when '0' then 0 end
            as readmitted_count,
        coalesce(_sheet, '') as file_part,
        _row as file_row
    from landed
)

select * from typed
