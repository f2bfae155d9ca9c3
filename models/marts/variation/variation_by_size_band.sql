-- method: §9.5
with measures as (
    select * from {{ ref('int_value__measures') }}
    where trust_basis = 'latest' and size_band is not null
)

select
    financial_year,
    measure_id,
    size_band,
    {{ variation_columns('value', 'has_true_zero') }}
from measures
group by financial_year, measure_id, size_band
