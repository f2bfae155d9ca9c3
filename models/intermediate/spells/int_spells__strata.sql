-- method: §5, "From spells". The one pass over the spells: what each trust did in each stratum of a
-- year, the cells that everything else is added up from.
with spells as (
    select
        *,
        {{ months_between(financial_year_starts_on('financial_year'), 'month_starts_on') }}
            as month_of_year
    from {{ ref('stg_admitted_spells__spells') }}
),

strata as (
    select
        financial_year,
        trust_code,
        diagnosis_group,
        age_band,
        sex,
        admission_kind,
        deprivation_fifth,
        count(*) as spells_count,
        -- a binary digit a month, and a thirteenth for a month outside the year
        bit_or(
            cast(
                power(2, case when month_of_year between 0 and 11 then month_of_year else 12 end)
                as bigint
            )
        ) as months_found,
        count(died_count) as mortality_spells,
        cast(coalesce(sum(died_count), 0) as double) as mortality_total,
        count(readmitted_count) as readmissions_spells,
        cast(coalesce(sum(readmitted_count), 0) as double) as readmissions_total,
        count(cost_gbp) as unit_cost_spells,
        coalesce(sum(cost_gbp), 0e0) as unit_cost_total,
        coalesce(sum(cost_gbp * cost_gbp), 0e0) as unit_cost_squares,
        count(stay_days) as length_of_stay_spells,
        coalesce(sum(stay_days), 0e0) as length_of_stay_total,
        coalesce(sum(stay_days * stay_days), 0e0) as length_of_stay_squares
    from spells
    group by
        financial_year,
        trust_code,
        diagnosis_group,
        age_band,
        sex,
        admission_kind,
        deprivation_fifth
)

select * from strata
