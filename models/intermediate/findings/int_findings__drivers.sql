-- method: §8. What moves the saving: of its variance over the grid, on the common cohort, the share
-- that lies between the levels of each dimension, and one row for what they do together.
with grid as (
    select
        *,
        avg(saving_common_cohort_gbp) over (partition by financial_year) as grand_mean
    from {{ ref('int_findings__specifications') }}
    where
        specification_kind != 'my specification'
        and saving_common_cohort_gbp is not null
),

totals as (
    select
        financial_year,
        count(*) as specifications,
        sum(power(saving_common_cohort_gbp - grand_mean, 2)) as squares
    from grid
    group by financial_year
),

level_means as (
    {%- for dimension in [
        'activity_basis', 'spend_basis', 'quality_basket', 'reference', 'largest_definition'
    ] %}
        select
            '{{ dimension }}' as dimension,
            financial_year,
            count(*) * power(avg(saving_common_cohort_gbp) - max(grand_mean), 2) as squares
        from grid
        group by financial_year, {{ dimension }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

main_effects as (
    select
        level_means.dimension,
        level_means.financial_year,
        max(totals.specifications) as specifications,
        sqrt(max(totals.squares) / max(totals.specifications)) as standard_deviation_gbp,
        sum(level_means.squares) / nullif(max(totals.squares), 0e0) as share_of_variance
    from level_means
    inner join totals using (financial_year)
    group by level_means.dimension, level_means.financial_year
),

with_interaction as (
    select * from main_effects
    union all
    select
        'interaction' as dimension,
        financial_year,
        max(specifications) as specifications,
        max(standard_deviation_gbp) as standard_deviation_gbp,
        1e0 - sum(share_of_variance) as share_of_variance
    from main_effects
    group by financial_year
)

select * from with_interaction
