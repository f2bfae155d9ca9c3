-- method: §4. Overnight beds of a provider-year, summed over the quarters it reported where all
-- four are landed, else four times the annual average.
with quarters as (
    select * from {{ ref('stg_kh03__quarterly') }}
    where trust_code != 'ENG'
),

annual as (
    select * from {{ ref('stg_kh03__annual_average') }}
),

whole_years as (
    select financial_year
    from quarters
    group by financial_year
    having count(distinct quarter) = 4
),

of_quarters as (
    select
        quarters.trust_code as reported_code,
        financial_year,
        sum(quarters.total_available_beds) as available_bed_quarters,
        sum(quarters.total_occupied_beds) as occupied_bed_quarters,
        {{ months_of_quarters_found('quarters.quarter') }} as months_found
    from quarters
    inner join whole_years using (financial_year)
    group by quarters.trust_code, financial_year
),

by_provider as (
    select
        reported_code,
        financial_year,
        available_bed_quarters,
        occupied_bed_quarters,
        months_found,
        'quarters' as beds_source
    from of_quarters
    union all
    select
        annual.trust_code as reported_code,
        annual.financial_year,
        4e0 * annual.total_available_beds as available_bed_quarters,
        4e0 * annual.total_occupied_beds as occupied_bed_quarters,
        {{ all_months() }} as months_found,
        'annual average' as beds_source
    from annual
    left join whole_years on annual.financial_year = whole_years.financial_year
    where whole_years.financial_year is null
)

select * from by_provider
