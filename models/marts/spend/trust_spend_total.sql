-- method: §3
with totals as (
    select * from {{ ref('int_spend__totals') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
)

select
    totals.trust_code,
    totals.financial_year,
    profile.trust_name,
    profile.region_name,
    profile.trust_type,
    totals.operating_expenditure_gbp,
    totals.operating_expenditure_real_gbp,
    totals.operating_mff_expenditure_gbp,
    totals.mff,
    totals.mff_year,
    totals.comparable_expenditure_gbp,
    totals.comparable_lines_available,
    totals.costed_expenditure_gbp,
    totals.scope_share,
    profile.size_rank,
    profile.size_rank_in_region,
    profile.size_band,
    profile.size_is_carried,
    case
        when
            totals.operating_expenditure_gbp is not null
            and totals.costed_expenditure_gbp is not null
            then 'published'
        when totals.operating_expenditure_gbp is not null then 'no costs'
        else 'no accounts'
    end as status,
    case
        when
            totals.operating_expenditure_gbp is not null
            and totals.costed_expenditure_gbp is not null
            then 'accounts and costs of the year are landed'
        when totals.operating_expenditure_gbp is not null
            then 'no National Cost Collection row for the trust and year'
        else 'no accounts row for the trust and year'
    end as reason
from totals
inner join profile using (trust_code, financial_year)
where
    totals.operating_expenditure_gbp is not null
    or totals.costed_expenditure_gbp is not null
    or profile.size_rank is not null
