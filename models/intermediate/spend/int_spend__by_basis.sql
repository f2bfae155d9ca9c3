-- method: §3, §8. One row a trust-year and spend basis. Comparable spend without lines to leave out
-- equals operating; the seed specification_exclusions says that it is then no basis of its own.
with totals as (
    select * from {{ ref('int_spend__totals') }}
),

exclusions as (
    select * from {{ ref('specification_exclusions') }}
),

bases as (
    {% for spend_basis in ['costed', 'operating', 'operating_mff', 'comparable'] %}
        select
            trust_code,
            financial_year,
            '{{ spend_basis }}' as spend_basis,
            {{ spend_basis }}_expenditure_gbp as spend_gbp,
            {% if spend_basis == 'comparable' -%}
                case when comparable_lines_available = 'none' then 'operating' end
            {%- else -%}
                cast(null as string)
            {%- endif %} as identical_to
        from totals
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

kept as (
    select
        bases.trust_code,
        bases.financial_year,
        bases.spend_basis,
        bases.spend_gbp
    from bases
    left join exclusions using (spend_basis, identical_to)
    where bases.spend_gbp > 0 and exclusions.exclusion_id is null
)

select * from kept
