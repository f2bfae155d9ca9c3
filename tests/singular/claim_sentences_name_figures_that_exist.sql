-- Without this a template that misspells a figure is left out of the ledger without a word.
with templates as (
    select
        claim_id,
        part,
        choice,
        sentence
    from {{ ref('claim_sentences') }}
),

known as (
    {{ filled('templates', 'sentence', dict.fromkeys(ledger_figures(), "''")) }}
)

select
    claim_id,
    part,
    choice,
    sentence
from known
where words is null
