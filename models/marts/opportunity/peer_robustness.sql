-- method: §6.6, §6.7
with savings as (
    select * from {{ ref('int_peers__savings') }}
),

neighbours as (
    select * from {{ ref('int_peers__neighbours') }}
),

sets as (
    select * from {{ ref('peer_settings') }}
),

of_the_default as (
    select * from neighbours
    where is_default
),

alike as (
    select
        neighbours.peer_set,
        neighbours.financial_year,
        avg(neighbours.distance) as distance_mean,
        avg(case when of_the_default.trust_code is not null then 1e0 else 0e0 end)
            as peers_in_default_share
    from neighbours
    left join of_the_default using (trust_code, financial_year, peer_trust_code)
    group by neighbours.peer_set, neighbours.financial_year
),

summed as (
    select
        savings.financial_year,
        savings.spend_basis,
        savings.peer_set,
        count(*) as trusts,
        {%- for prefix, condition in [('', 'true'), ('largest_', 'savings.is_in_largest_group')] %}
            {%- for figure, column in [
                ('net', 'saving_gbp'), ('floored', 'saving_floored_gbp'),
                ('beyond_interval', 'saving_beyond_interval_gbp'),
            ] %}
                sum(case when {{ condition }} then savings.{{ column }} end)
                    as {{ prefix }}saving_{{ figure }}_gbp,
            {%- endfor %}
        {%- endfor %}
        count(case when savings.is_in_largest_group then 1 end) as largest_trusts
    from savings
    group by savings.financial_year, savings.spend_basis, savings.peer_set
)

select
    summed.financial_year,
    summed.spend_basis,
    summed.peer_set,
    sets.set_order,
    sets.is_default,
    cast(sets.peers as bigint) as peers,
    summed.trusts,
    alike.distance_mean,
    alike.peers_in_default_share,
    summed.saving_net_gbp,
    summed.saving_floored_gbp,
    summed.saving_beyond_interval_gbp,
    summed.largest_trusts,
    summed.largest_saving_net_gbp,
    summed.largest_saving_floored_gbp,
    summed.largest_saving_beyond_interval_gbp
from summed
inner join sets using (peer_set)
inner join alike using (peer_set, financial_year)
