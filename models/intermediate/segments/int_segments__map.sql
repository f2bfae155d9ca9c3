-- method: §1 (C7). The need segment and the setting of every currency in a landed file: the first
-- rule of the seed that fits. A currency that no rule fits has no segment, and fails a test.
with schedule as (
    select * from {{ ref('stg_ncc__national_schedule') }}
),

records as (
    select * from {{ ref('stg_ncc__organisation') }}
),

people as (
    select * from {{ ref('stg_person_segments__care') }}
),

settings as (
    select * from {{ ref('care_settings') }}
),

rules as (
    select * from {{ ref('segment_rules') }}
),

-- trusts' and people's records have codes alone; the words of a currency tell the age it is for
descriptions as (
    select
        currency_code,
        max(currency_description) as currency_description
    from schedule
    group by currency_code
),

recorded as (
    select distinct
        'organisation file' as found_in,
        financial_year,
        department_code,
        currency_code,
        treatment_function,
        mapping_pot
    from records
    union all
    select distinct
        'person segments' as found_in,
        financial_year,
        department_code,
        currency_code,
        '' as treatment_function,
        '' as mapping_pot
    from people
),

found as (
    select
        'national schedule' as found_in,
        financial_year,
        department_code,
        currency_code,
        '' as treatment_function,
        '' as mapping_pot,
        currency_description,
        activity_count,
        total_cost_gbp
    from schedule
    union all
    select
        recorded.found_in,
        recorded.financial_year,
        recorded.department_code,
        recorded.currency_code,
        recorded.treatment_function,
        recorded.mapping_pot,
        descriptions.currency_description,
        cast(null as double) as activity_count,
        cast(null as double) as total_cost_gbp
    from recorded
    left join descriptions on recorded.currency_code = descriptions.currency_code
),

-- a department that the seed does not know takes the setting of its pot, where that tells it
placed as (
    select
        found.found_in,
        found.financial_year,
        found.department_code,
        found.currency_code,
        found.treatment_function,
        found.mapping_pot,
        coalesce(found.currency_description, '') as currency_description,
        found.activity_count,
        found.total_cost_gbp,
        coalesce(departments.setting, pots.setting, 'not known') as setting,
        coalesce(departments.care_kind, pots.care_kind, 'not known') as care_kind,
        {{ cost_pot('found.mapping_pot', 'departments.mapping_pot') }} as cost_pot
    from found
    left join settings as departments
        on departments.code_kind = 'department' and found.department_code = departments.code
    left join settings as pots
        on pots.code_kind = 'pot' and found.mapping_pot = pots.code
),

-- what rules can tell apart, once each: files and years repeat it
kinds as (
    select distinct
        setting,
        care_kind,
        currency_code,
        currency_description,
        treatment_function
    from placed
),

first_rules as (
    select
        kinds.setting,
        kinds.care_kind,
        kinds.currency_code,
        kinds.currency_description,
        kinds.treatment_function,
        min(rules.priority) as priority
    from kinds
    inner join rules
        on
            (rules.setting is null or kinds.setting = rules.setting)
            and (rules.care_kind is null or kinds.care_kind = rules.care_kind)
            and kinds.currency_code like rules.currency_pattern
            and (
                rules.description_pattern is null
                or kinds.currency_description like rules.description_pattern
            )
            and (
                rules.treatment_function_pattern is null
                or kinds.treatment_function like rules.treatment_function_pattern
            )
    group by
        kinds.setting,
        kinds.care_kind,
        kinds.currency_code,
        kinds.currency_description,
        kinds.treatment_function
),

mapped as (
    select
        placed.found_in,
        placed.financial_year,
        placed.department_code,
        placed.currency_code,
        placed.treatment_function,
        placed.mapping_pot,
        placed.currency_description,
        placed.setting,
        placed.cost_pot,
        rules.priority,
        rules.segment,
        rules.reason,
        rules.source,
        placed.activity_count,
        placed.total_cost_gbp
    from placed
    left join first_rules
        using (setting, care_kind, currency_code, currency_description, treatment_function)
    left join rules on first_rules.priority = rules.priority
)

select * from mapped
