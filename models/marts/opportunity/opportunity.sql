-- method: §6.7
with savings as (
    select * from {{ ref('int_peers__savings') }}
    where is_default
),

{% set kinds = [
    ('England', "'England'"), ('region', 'region_name'),
    ('size band', "coalesce(size_band, 'not known')"), ('trust type', 'trust_type'),
] -%}
grouped as (
    {%- for kind, column in kinds %}
        select
            *,
            '{{ kind }}' as group_kind,
            {{ column }} as group_name
        from savings
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

summed as (
    select
        financial_year,
        spend_basis,
        reference,
        group_kind,
        group_name,
        count(*) as trusts,
        sum(spend_gbp) as spend_gbp,
        sum(saving_gbp) as saving_net_gbp,
        sum(saving_floored_gbp) as saving_floored_gbp,
        sum(saving_beyond_interval_gbp) as saving_beyond_interval_gbp
    from grouped
    group by financial_year, spend_basis, reference, group_kind, group_name
),

england as (
    select * from summed
    where group_kind = 'England'
)

select
    summed.financial_year,
    summed.spend_basis,
    summed.reference,
    summed.group_kind,
    summed.group_name,
    summed.trusts,
    summed.spend_gbp,
    summed.spend_gbp / nullif(england.spend_gbp, 0) as spend_share,
    summed.saving_net_gbp,
    summed.saving_floored_gbp,
    summed.saving_floored_gbp / nullif(england.saving_floored_gbp, 0) as saving_floored_share,
    summed.saving_beyond_interval_gbp,
    summed.saving_beyond_interval_gbp / nullif(england.saving_beyond_interval_gbp, 0)
        as saving_beyond_interval_share
from summed
inner join england using (financial_year, spend_basis, reference)
