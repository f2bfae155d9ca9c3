-- method: §8. The figures of the ledger with their sentence: of each part the first template of
-- the seed claim_sentences whose figures are all there.
with figures as (
    select
        *,
        case
            when verdict = 'not computable' and claim_id != 'C7' then 'not computable'
            else claim_id
        end as told_as
    from {{ ref('int_findings__ledger') }}
),

told as (
    select
        figures.*,
        templates.part,
        templates.choice,
        templates.sentence
    from figures
    inner join {{ ref('claim_sentences') }} as templates on figures.told_as = templates.claim_id
),

worded as (
    {{ filled('told', 'sentence', ledger_figures()) }}
),

chosen as (
    select * from worded
    where words is not null
    qualify row_number() over (partition by claim_id, financial_year, part order by choice) = 1
),

sentences as (
    select
        claim_id,
        financial_year,
        {%- for part in range(1, 6) %}
            coalesce(max(case when part = {{ part }} then words end), '')
            {{- ' ||' if not loop.last }}
        {%- endfor %} as why
    from chosen
    group by claim_id, financial_year
)

select
    claim_id,
    financial_year,
    figures.claim,
    figures.claimed_value,
    figures.unit,
    figures.our_value,
    figures.our_value_low,
    figures.our_value_high,
    figures.our_specification_id,
    figures.our_value_with_carried_sizes,
    figures.largest_missing_codes,
    figures.leave_one_out_low,
    figures.leave_one_out_low_trust_code,
    figures.leave_one_out_high,
    figures.leave_one_out_high_trust_code,
    figures.probability_of_as_many_by_chance,
    figures.probability_of_all_by_chance,
    figures.my_value,
    figures.grid_min,
    figures.grid_p25,
    figures.grid_median,
    figures.grid_p75,
    figures.grid_max,
    figures.specifications,
    figures.specifications_holding,
    figures.share_of_specifications_holding,
    figures.nearest_specification_id,
    figures.nearest_value,
    figures.verdict,
    sentences.why
from figures
inner join sentences using (claim_id, financial_year)
