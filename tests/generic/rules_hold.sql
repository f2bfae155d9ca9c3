{#- Fails with the key and the broken rule of each row for which a rule is not true: one test for
    all that must hold of every row. A rule that is null counts as broken: say what null may mean.
    key: columns that name a row; rules: a map of the rule in words to its SQL condition. -#}
{% test rules_hold(model, key, rules) %}
    {%- for rule, condition in rules.items() %}
    select
        {%- for column in key %}
        cast({{ column }} as string) as {{ column }},
        {%- endfor %}
        '{{ rule | replace("'", "''") }}' as rule_broken
    from {{ model }}
    where not coalesce({{ condition | trim }}, false)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endtest %}
