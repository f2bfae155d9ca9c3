-- method: §9.5. Variation of every measure over England, by region, by size band and by trust type.
with measures as (
    select * from {{ ref('int_value__measures') }}
),

quality as (
    select * from {{ ref('int_quality__measures') }}
    where expected > 0
),

limits as (
    select * from {{ ref('int_quality__outside_limits') }}
),

joined as (
    select
        measures.financial_year,
        measures.measure_id,
        measures.region_name,
        measures.size_band,
        measures.trust_type,
        measures.value,
        measures.has_true_zero,
        quality.numerator as observed,
        quality.expected,
        limits.tau_squared,
        limits.is_outside_2sd_plain,
        limits.is_outside_3sd_plain,
        limits.is_outside_2sd_overdispersed,
        limits.is_outside_3sd_overdispersed
    from measures
    left join quality using (trust_code, financial_year, measure_id)
    left join limits using (trust_code, financial_year, measure_id)
),

{% set kinds = [
    ('England', "'England'"), ('region', 'region_name'), ('size band', 'size_band'),
    ('trust type', 'trust_type'),
] -%}
grouped as (
    {%- for kind, column in kinds %}
        select
            *,
            '{{ kind }}' as group_kind,
            {{ column }} as group_name
        from joined
        where {{ column }} is not null
        {% if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}
)

select
    measure_id,
    financial_year,
    group_kind,
    group_name,
    {{ variation_columns('value', 'has_true_zero') }},
    case when count(expected) > 0 then {{ systematic_variation('observed', 'expected') }} end
        as scv,
    max(tau_squared) as tau_squared,
{%- for flag in ['2sd_plain', '3sd_plain', '2sd_overdispersed', '3sd_overdispersed'] %}
    case
        when count(is_outside_{{ flag }}) > 0
            then count(case when is_outside_{{ flag }} then 1 end)
    end as outside_{{ flag }}{{ ',' if not loop.last }}
{%- endfor %}
from grouped
group by measure_id, financial_year, group_kind, group_name
