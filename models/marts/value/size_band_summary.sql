-- method: §2, §6.3. Default specification by size band, over both spend bases.
with ranked as (
    select * from {{ ref('int_value__default_specification') }}
),

profile as (
    select * from {{ ref('int_trusts__profile') }}
    where size_band is not null
),

placed as (
    select
        profile.financial_year,
        profile.size_band,
        profile.size_band_order,
        profile.trust_code,
        ranked.spend_basis,
        ranked.spend_gbp,
        ranked.value_per_1000_gbp
    from profile
    inner join ranked using (trust_code, financial_year)
),

band_trusts as (
    select
        financial_year,
        size_band,
        count(*) as trusts_in_band
    from profile
    group by financial_year, size_band
)

select
    placed.financial_year,
    placed.size_band,
    placed.size_band_order,
    band_trusts.trusts_in_band,
{%- for spend_basis, suffix in [('costed', ''), ('operating', '_operating')] %}
    count(case when placed.spend_basis = '{{ spend_basis }}' then 1 end) as trusts{{ suffix }},
    sum(case when placed.spend_basis = '{{ spend_basis }}' then placed.spend_gbp end)
        as spend_gbp{{ suffix }},
    avg(case when placed.spend_basis = '{{ spend_basis }}' then placed.value_per_1000_gbp end)
        as value_mean{{ suffix }},
    sum(
        case
            when placed.spend_basis = '{{ spend_basis }}'
                then placed.spend_gbp * placed.value_per_1000_gbp
        end
    ) / nullif(
        sum(case when placed.spend_basis = '{{ spend_basis }}' then placed.spend_gbp end), 0
    ) as value_weighted{{ suffix }},
    median(case when placed.spend_basis = '{{ spend_basis }}' then placed.value_per_1000_gbp end)
        as value_median{{ suffix }}{{ ',' if not loop.last }}
{%- endfor %}
from placed
inner join band_trusts using (financial_year, size_band)
group by
    placed.financial_year, placed.size_band, placed.size_band_order, band_trusts.trusts_in_band
