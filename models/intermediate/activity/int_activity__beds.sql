-- method: §4. Overnight beds of a provider-year: the average of the quarters where all four are
-- landed, else the annual average.
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

-- a provider that merged during the year is averaged over the quarters it reported
of_quarters as (
    select
        quarters.trust_code as reported_code,
        quarters.financial_year,
        avg(quarters.total_available_beds) as total_available_beds,
        avg(quarters.total_occupied_beds) as total_occupied_beds
    from quarters
    inner join whole_years on quarters.financial_year = whole_years.financial_year
    group by quarters.trust_code, quarters.financial_year
),

by_provider as (
    select
        reported_code,
        financial_year,
        total_available_beds,
        total_occupied_beds,
        'quarters' as beds_source
    from of_quarters
    union all
    select
        annual.trust_code as reported_code,
        annual.financial_year,
        annual.total_available_beds,
        annual.total_occupied_beds,
        'annual average' as beds_source
    from annual
    left join whole_years on annual.financial_year = whole_years.financial_year
    where whole_years.financial_year is null
)

select * from by_provider
