-- method: §7.2. Need index: weighted geometric mean of prevalence ÷ England's. Where areas with a
-- prevalence cover too few of a trust's patients there is none (§7.1).
with prevalence as (
    select * from {{ ref('int_need__prevalence') }}
),

weights as (
    select * from {{ ref('need_weights') }}
),

combined as (
    select
        prevalence.trust_code,
        prevalence.financial_year,
        {{ joined_text('prevalence.prevalence_route') }} as prevalence_route,
        {{ joined_text('prevalence.prevalence_year') }} as prevalence_year,
        min(prevalence.covered_share) as covered_share,
        count(nullif(prevalence.ratio_to_england, 0)) as conditions_found,
        exp(sum(weights.weight * ln(nullif(prevalence.ratio_to_england, 0))) / sum(weights.weight))
            as need_index
    from prevalence
    inner join weights on prevalence.condition_code = weights.condition_code
    group by prevalence.trust_code, prevalence.financial_year
),

needed as (
    select count(*) as conditions_needed from weights
),

bounded as (
    select
        combined.trust_code,
        combined.financial_year,
        combined.prevalence_route,
        combined.prevalence_year,
        combined.covered_share,
        case
            when not {{ covers_enough('combined.covered_share') }}
                then 'areas with a prevalence cover under 90%'
            when combined.conditions_found < needed.conditions_needed then 'a condition is missing'
            else 'published'
        end as status,
        case
            when
                {{ covers_enough('combined.covered_share') }}
                and combined.conditions_found = needed.conditions_needed
                then combined.need_index
        end as need_index
    from combined
    cross join needed
)

select * from bounded
