-- method: §9.5. Variation of every measure nationally, by region, by size band and by trust type:
-- one computation, a mart a grouping. `latest` basis.
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

{% set groupings = [
    ('national', "'England'"), ('region', 'region_name'), ('size_band', 'size_band'),
    ('trust_type', 'trust_type'),
] -%}
grouped as (
    {%- for grouping, column in groupings %}
        select
            *,
            '{{ grouping }}' as grouping_name,
            {{ column }} as group_name
        from joined
        where {{ column }} is not null
        {% if not loop.last %}
            union all
        {% endif %}
    {%- endfor %}
),

varied as (
    select
        grouping_name,
        group_name,
        financial_year,
        measure_id,
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
    group by grouping_name, group_name, financial_year, measure_id
)

select * from varied
