-- Without this a misspelt option builds on `latest` without a word.
select '{{ var("trust_basis") }}' as trust_basis
where '{{ var("trust_basis") }}' not in ('latest', 'as_reported')
