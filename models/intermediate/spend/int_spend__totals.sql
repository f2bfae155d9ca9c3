-- method: §3. The four spend bases of a trust-year side by side, in the prices of their year.
with cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

operating as (
    select * from {{ ref('int_spend__operating') }}
),

categories as (
    select * from {{ ref('int_spend__categories') }}
),

pots as (
    select * from {{ ref('int_activity__pot_costs') }}
),

factors as (
    select
        trust_code,
        market_forces_factor,
        financial_year as mff_year
    from {{ ref('stg_mff__provider') }}
),

deflators as (
    select * from {{ ref('stg_deflators__gdp') }}
),

-- the factor of the year, or the nearest year's, carried
factor_of_year as (
    select
        cohort.trust_code,
        cohort.financial_year,
        factors.market_forces_factor,
        factors.mff_year
    from cohort
    inner join factors on cohort.trust_code = factors.trust_code
    qualify row_number() over (
        partition by cohort.trust_code, cohort.financial_year
        order by
            abs(
                {{ financial_year_number('factors.mff_year') }}
                - {{ financial_year_number('cohort.financial_year') }}
            ),
            factors.mff_year
    ) = 1
),

costed as (
    select
        trust_code,
        financial_year,
        sum(actual_cost_gbp) as costed_expenditure_gbp
    from pots
    group by trust_code, financial_year
),

-- what the trust has as lines of what comparable spend leaves out (method §3)
left_out as (
    select
        trust_code,
        financial_year,
        sum(spend_gbp) as left_out_gbp,
        {{ joined_text('category') }} as comparable_lines_available
    from categories
    where not is_in_comparable and status != 'not separately reported'
    group by trust_code, financial_year
),

joined as (
    select
        cohort.trust_code,
        cohort.financial_year,
        operating.operating_expenditure_gbp,
        costed.costed_expenditure_gbp,
        factor_of_year.market_forces_factor as mff,
        factor_of_year.mff_year,
        coalesce(left_out.comparable_lines_available, 'none') as comparable_lines_available,
        operating.operating_expenditure_gbp
        - coalesce(left_out.left_out_gbp, 0e0) as comparable_expenditure_gbp,
        operating.operating_expenditure_gbp
        * deflator_base.gdp_deflator
        / nullif(deflators.gdp_deflator, 0) as operating_expenditure_real_gbp
    from cohort
    left join operating using (trust_code, financial_year)
    left join costed using (trust_code, financial_year)
    left join factor_of_year using (trust_code, financial_year)
    left join left_out using (trust_code, financial_year)
    left join deflators on cohort.financial_year = deflators.financial_year
    left join deflators as deflator_base on deflator_base.financial_year = '2024-25'
),

-- the national factor is the spend-weighted mean of the cohort's, in that year and basis
with_national as (
    select
        trust_code,
        financial_year,
        operating_expenditure_gbp,
        operating_expenditure_real_gbp,
        costed_expenditure_gbp,
        comparable_expenditure_gbp,
        comparable_lines_available,
        mff,
        mff_year,
        sum(mff * operating_expenditure_gbp) over (partition by financial_year)
        / nullif(
            sum(case when mff is not null then operating_expenditure_gbp end)
                over (partition by financial_year),
            0
        ) as mff_national
    from joined
),

totals as (
    select
        trust_code,
        financial_year,
        operating_expenditure_gbp,
        operating_expenditure_real_gbp,
        operating_expenditure_gbp
        / nullif(mff / nullif(mff_national, 0), 0) as operating_mff_expenditure_gbp,
        mff,
        mff_year,
        mff_national,
        comparable_expenditure_gbp,
        comparable_lines_available,
        costed_expenditure_gbp,
        costed_expenditure_gbp / nullif(operating_expenditure_gbp, 0) as scope_share
    from with_national
)

select * from totals
