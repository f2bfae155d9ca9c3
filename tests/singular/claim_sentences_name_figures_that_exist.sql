-- Without this a template that misspells a figure is left out of the ledger without a word.
select
    claim_id,
    part,
    choice,
    sentence
from {{ ref('claim_sentences') }}
where {{ filled('sentence', dict.fromkeys(ledger_figures(), "''")) }} is null
