{#- Trusts valued under every specification of the year but the reader's own (method §8), as a query of
    one row a financial year and trust with is_common true. valued: relation with a row a trust, year
    and valuation_id. -#}
{% macro common_cohort(valued) -%}
    select
        financial_year,
        trust_code,
        true as is_common
    from {{ valued }}
    inner join (
        select
            financial_year,
            count(distinct valuation_id) as valuations
        from {{ valued }}
        where valuation_id != 'my specification'
        group by financial_year
    ) as of_year using (financial_year)
    where valuation_id != 'my specification'
    group by financial_year, trust_code
    having count(*) = max(of_year.valuations)
{%- endmacro %}
