-- method: §5, "From spells". Observed, and expected by indirect standardisation: what the trust
-- would have had at the rates and means of all landed trusts of the year in each stratum.
{#- measure, and what its squares add up from: an event is 0 or 1, so that its square is itself #}
{%- set squares = {
    'mortality': 'total', 'readmissions': 'total', 'unit_cost': 'squares', 'length_of_stay': 'squares'
} %}
{%- set stratum = [
    'financial_year', 'diagnosis_group', 'age_band', 'sex', 'admission_kind', 'deprivation_fifth'
] %}
with strata as (
    select * from {{ ref('int_spells__strata') }}
),

summed as (
    select
        {{ stratum | join(', ') }},
    {%- for measure in squares %}
        count(case when {{ measure }}_spells > 0 then 1 end) as {{ measure }}_trusts,
        sum({{ measure }}_total) as {{ measure }}_total,
        sum({{ measure }}_{{ squares[measure] }}) as {{ measure }}_squares,
        cast(sum({{ measure }}_spells) as double) as {{ measure }}_spells{{ ',' if not loop.last }}
    {%- endfor %}
    from strata
    group by {{ stratum | join(', ') }}
),

reference as (
    select
        *,
    {%- for measure in squares %}
        {{ measure }}_total / nullif({{ measure }}_spells, 0) as {{ measure }}_rate,
        {{ variance_of_sums(measure ~ '_squares', measure ~ '_total', measure ~ '_spells') }}
            as {{ measure }}_variance{{ ',' if not loop.last }}
    {%- endfor %}
    from summed
),

-- own: what its own spells add to the rates that a trust is held against
standardised as (
    select
        strata.trust_code,
        strata.financial_year,
        cast(sum(strata.spells_count) as double) as spells_count,
        bit_or(strata.months_found) as months_found,
    {%- for measure in squares %}
        cast(sum(strata.{{ measure }}_spells) as double) as {{ measure }}_spells,
        sum(strata.{{ measure }}_total) as {{ measure }}_observed,
        sum(strata.{{ measure }}_spells * reference.{{ measure }}_rate) as {{ measure }}_expected,
        sum(strata.{{ measure }}_spells * reference.{{ measure }}_variance)
            as {{ measure }}_variance,
        sum(
            strata.{{ measure }}_spells * strata.{{ measure }}_total
            / nullif(reference.{{ measure }}_spells, 0)
        ) as {{ measure }}_own,
        sum(
            case
                when {{ is_of_few_trusts('reference.' ~ measure ~ '_trusts') }}
                    then cast(strata.{{ measure }}_spells as double)
                else 0e0
            end
        ) as {{ measure }}_few{{ ',' if not loop.last }}
    {%- endfor %}
    from strata
    inner join reference
        using (financial_year, diagnosis_group, age_band, sex, admission_kind, deprivation_fifth)
    group by strata.trust_code, strata.financial_year
),

by_measure as (
    {%- for measure in squares %}
        select
            '{{ measure }}' as measure_id,
            trust_code,
            financial_year,
            spells_count,
            months_found,
            {{ measure }}_spells as counted_spells,
            {{ measure }}_observed as observed,
            {{ measure }}_expected as expected,
            {{ measure }}_variance as variance,
            {{ measure }}_own as own_expected,
            {{ measure }}_few as few_trusts_spells
        from standardised
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- hospital statistics show no small count
judged as (
    select
        *,
        counted_spells <= {{ threshold('small number') }}
        or (
            measure_id in ('mortality', 'readmissions')
            and observed between 1 and {{ threshold('small number') }}
        ) as is_small
    from by_measure
    where counted_spells > 0
)

select * from judged
