-- method: §9.7. How our figures agree with what others publish of the same trusts.
with specifications as (
    select * from {{ ref('int_value__specifications') }}
),

valued as (
    select * from {{ ref('int_value__default_specification') }}
    where is_default
),

alpha as (
    select * from {{ ref('int_need__health_alpha') }}
),

framework as (
    select * from {{ ref('int_quality__framework') }}
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
),

cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

default_levels as (
    {{ default_levels(ref('specification_levels')) }}
),

pairs as (
    select * from {{ ref('external_pairs') }}
),

figures as (
    select
        'value' as figure,
        trust_code,
        financial_year,
        value_per_1000_gbp as our_value
    from valued
    union all
    select
        'cost_efficiency' as figure,
        trust_code,
        financial_year,
        weighted_activity / nullif(spend_gbp, 0) as our_value
    from valued
    union all
    select
        'productivity_operating' as figure,
        specifications.trust_code,
        specifications.financial_year,
        specifications.value_per_1000_gbp as our_value
    from specifications
    inner join default_levels using (activity_basis)
    where specifications.spend_basis = 'operating' and specifications.quality_basket = 'none'
    union all
    select
        'health_alpha' as figure,
        trust_code,
        financial_year,
        health_alpha as our_value
    from alpha
),

published as (
    select
        trust_code,
        financial_year,
        metric_id,
        value as their_value
    from framework
    union all
    -- the league table is of the framework's quarter, and serves the years that its metrics do
    select
        trust_code,
        framework.financial_year,
        'rank' as metric_id,
        cast(trusts.league_rank as double) as their_value
    from framework
    inner join trusts using (trust_code)
    where framework.metric_id = 'OF5002'
    union all
    select
        trust_code,
        cohort.financial_year,
        'cqc' as metric_id,
        case trusts.cqc_overall_rating
            when 'Outstanding' then 4e0
            when 'Good' then 3e0
            when 'Requires improvement' then 2e0
            when 'Inadequate' then 1e0
        end as their_value
    from cohort
    inner join trusts using (trust_code)
),

paired as (
    select
        pairs.figure,
        pairs.published_figure,
        figures.financial_year,
        figures.our_value,
        published.their_value
    from pairs
    inner join figures on pairs.figure = figures.figure
    inner join published
        on
            pairs.metric_id = published.metric_id
            and figures.trust_code = published.trust_code
            and figures.financial_year = published.financial_year
    where figures.our_value is not null and published.their_value is not null
),

{% set grain = ['financial_year', 'figure', 'published_figure'] -%}
ranked as (
    select
        {{ grain | join(',\n        ') }},
        {{ mid_rank('our_value', grain) }} as our_rank,
        {{ mid_rank('their_value', grain) }} as their_rank
    from paired
),

correlated as (
    select
        {{ grain | join(',\n        ') }},
        count(*) as trusts,
        {{ correlation('our_rank', 'their_rank') }} as spearman
    from ranked
    group by {{ grain | join(', ') }}
),

with_interval as (
    select
        *,
        {{ spearman_limit('spearman', 'trusts', '-') }} as spearman_low,
        {{ spearman_limit('spearman', 'trusts', '+') }} as spearman_high
    from correlated
)

select
    with_interval.financial_year,
    figure,
    published_figure,
    pairs.figure_title,
    pairs.figure_kind,
    pairs.published_title,
    pairs.published_kind,
    with_interval.trusts,
    with_interval.spearman,
    with_interval.spearman_low,
    with_interval.spearman_high,
    pairs.expected as expected_sign,
    pairs.expectation,
    case
        when with_interval.spearman_low is null then 'not computable'
        when with_interval.spearman_low <= 0 and with_interval.spearman_high >= 0
            then
                case
                    when pairs.expected = 'none' then 'no relation, as expected'
                    else 'no relation can be told, though one is expected'
                end
        when pairs.expected = 'none' then 'related, though nothing is expected'
        when (with_interval.spearman > 0) = (pairs.expected = 'positive')
            then 'related, as expected'
        else 'related the other way than expected'
    end as finding
from with_interval
inner join pairs using (figure, published_figure)
