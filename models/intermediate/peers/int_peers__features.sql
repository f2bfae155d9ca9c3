-- method: §6.6. What trusts are alike in: each feature of a cohort trust and year, as measured and
-- standardised over the trusts that have every feature. Size is what is done, never what is spent.
with cohort as (
    select * from {{ ref('int_trusts__cohort') }}
),

casemix as (
    select * from {{ ref('int_activity__totals') }}
    where activity_basis = 'casemix_weighted'
),

pots as (
    select * from {{ ref('int_activity__weighted') }}
    where activity_basis = 'casemix_weighted'
),

need as (
    select * from {{ ref('int_need__index') }}
),

spend as (
    select * from {{ ref('int_spend__totals') }}
),

names as (
    select * from {{ ref('peer_features') }}
),

{% set in_logs = ['activity', 'need', 'market_forces'] -%}
{% set shares = [
    ('admitted_share', 'APC'), ('outpatient_share', '05_OP'), ('a_and_e_share', '11_A&E'),
    ('other_share', 'OTHER'),
] -%}
-- a trust without A&E has a share of 0 there
pot_activity as (
    select
        trust_code,
        financial_year,
    {%- for share, pot in shares %}
        sum(case when point_of_delivery = '{{ pot }}' then weighted_activity else 0e0 end)
            as {{ share }}{{ ',' if not loop.last }}
    {%- endfor %}
    from pots
    group by trust_code, financial_year
),

measured as (
    select
        cohort.trust_code,
        cohort.financial_year,
        case when casemix.weighted_activity > 0 then casemix.weighted_activity end as activity,
        case when need.need_index > 0 then need.need_index end as need,
        case when spend.mff > 0 then spend.mff end as market_forces,
        case when cohort.trust_type = 'Teaching' then 1e0 else 0e0 end as teaching,
    {%- for share, pot in shares %}
        pot_activity.{{ share }} / nullif(casemix.weighted_activity, 0) as {{ share }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    from cohort
    left join casemix using (trust_code, financial_year)
    left join pot_activity using (trust_code, financial_year)
    left join need using (trust_code, financial_year)
    left join spend using (trust_code, financial_year)
),

unpivoted as (
    {%- for feature in in_logs + ['teaching'] + shares | map('first') | list %}
        select
            trust_code,
            financial_year,
            '{{ feature }}' as feature,
            {{ feature }} as feature_value,
            {{ 'ln(' ~ feature ~ ')' if feature in in_logs else feature }} as scaled_value
        from measured
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

-- a feature of no weight is asked of nobody
weighed as (
    select
        unpivoted.*,
        names.feature_name,
        count(case when unpivoted.scaled_value is null then 1 end)
            over (partition by unpivoted.trust_code, unpivoted.financial_year)
            as features_missing
    from unpivoted
    inner join names on unpivoted.feature = names.feature and names.weight > 0
),

-- a feature in which nobody differs brings nobody nearer
standardised as (
    select
        trust_code,
        financial_year,
        feature,
        feature_name,
        feature_value,
        case
            when features_missing = 0
                then coalesce(
                    (
                        scaled_value
                        - avg(scaled_value)
                            over (partition by financial_year, feature, features_missing)
                    )
                    / nullif(
                        stddev_samp(scaled_value)
                            over (partition by financial_year, feature, features_missing),
                        0e0
                    ),
                    0e0
                )
        end as score
    from weighed
)

select * from standardised
