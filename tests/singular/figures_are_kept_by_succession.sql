-- Spend, costs and counts in are spend, costs and counts out (method §2). Without this a join that
-- doubles a code, or loses a predecessor's, changes national totals by a trust or two, and every
-- ratio stays plausible. What belongs to a trust is asked with `in`, which cannot double a row:
-- all of it must arrive, and nothing else. Left out by the method: split codes, trusts outside the
-- cohort, and contacts of part of a year.
with codes as (
    select
        reported_code,
        financial_year,
        trust_code,
        is_partial_year
    from {{ ref('int_trusts__reported_codes_with_spend') }}
    where trust_code is not null
),

cohort as (
    select
        trust_code,
        financial_year
    from {{ ref('int_trusts__cohort') }}
),

cohort_codes as (
    select
        reported_code,
        financial_year,
        is_partial_year
    from codes
    where (trust_code, financial_year) in (
        select
            cohort.trust_code,
            cohort.financial_year
        from cohort
    )
),

accounts as (
    select
        trust_code,
        financial_year,
        amount_gbp
    from {{ ref('int_spend__accounts') }}
    where main_code = 'A08CY01' and subcode = 'EXP0390'
),

figures_in as (
    select
        'operating expenditure' as figure,
        accounts.financial_year,
        sum(accounts.amount_gbp) as figure_in
    from accounts
    where (accounts.trust_code, accounts.financial_year) in (
        select
            codes.reported_code,
            codes.financial_year
        from codes
    )
    group by accounts.financial_year
    union all
    select
        'actual cost' as figure,
        costs.financial_year,
        sum(costs.actual_cost_gbp) as figure_in
    from {{ ref('int_activity__trust_costs') }} as costs
    where (costs.reported_code, costs.financial_year) in (
        select
            cohort_codes.reported_code,
            cohort_codes.financial_year
        from cohort_codes
    )
    group by costs.financial_year
    union all
    select
        'contacts: ' || counts.point_of_delivery as figure,
        counts.financial_year,
        sum(counts.activity_count) as figure_in
    from {{ ref('int_activity__counts') }} as counts
    where (counts.reported_code, counts.financial_year) in (
        select
            cohort_codes.reported_code,
            cohort_codes.financial_year
        from cohort_codes
        where not cohort_codes.is_partial_year
    )
    group by counts.point_of_delivery, counts.financial_year
),

figures_out as (
    select
        'operating expenditure' as figure,
        financial_year,
        sum(operating_expenditure_gbp) as figure_out
    from {{ ref('int_spend__operating') }}
    group by financial_year
    union all
    select
        'actual cost' as figure,
        financial_year,
        sum(actual_cost_gbp) as figure_out
    from {{ ref('int_activity__pot_costs') }}
    group by financial_year
    union all
    select
        'contacts: ' || point_of_delivery as figure,
        financial_year,
        sum(activity_count) as figure_out
    from {{ ref('int_activity__trust_counts') }}
    group by point_of_delivery, financial_year
),

compared as (
    select
        coalesce(figures_in.figure, figures_out.figure) as figure,
        coalesce(figures_in.financial_year, figures_out.financial_year) as financial_year,
        coalesce(figures_in.figure_in, 0) as figure_in,
        coalesce(figures_out.figure_out, 0) as figure_out
    from figures_in
    full outer join figures_out
        on
            figures_in.figure = figures_out.figure
            and figures_in.financial_year = figures_out.financial_year
)

select * from compared
where abs(figure_in - figure_out) > 1e-9 * greatest(abs(figure_in), 1)
