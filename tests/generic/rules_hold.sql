{#- The grain and the plain truths of a model in one test: fails with the key and the broken rule of
    each row for which a rule is not true, and with each key that is null somewhere or stands on
    more than one row. A rule that is null counts as broken: say what null may mean.
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
    union all
    {%- endfor %}
    select
        {%- for column in key %}
        cast({{ column }} as string) as {{ column }},
        {%- endfor %}
        'the key names one row and is never null' as rule_broken
    from {{ model }}
    group by {{ key | join(', ') }}
    having count(*) > 1
        {%- for column in key %}
        or {{ column }} is null
        {%- endfor %}
{% endtest %}
