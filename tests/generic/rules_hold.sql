{#- The grain and the plain truths of a model in one test: fails with the key and the broken rules of
    each row for which a rule is not true, and with each key that is null somewhere or stands on
    more than one row. A rule that is null counts as broken: say what null may mean. The model is
    read once for all rules and once for its key.
    key: columns that name a row; rules: a map of the rule, its words joined by `_`, to its SQL
    condition. The result shows the words with spaces. -#}
{% test rules_hold(model, key, rules) %}
    select * from (
        select
            {%- for column in key %}
            cast({{ column }} as string) as {{ column }},
            {%- endfor %}
            ''
            {%- for rule, condition in rules.items() %}
            || case
                when not coalesce({{ condition | trim }}, false)
                    then '[{{ rule | replace('_', ' ') }}] '
                else ''
            end
            {%- endfor %} as rules_broken
        from {{ model }}
    ) as judged
    where rules_broken <> ''
    union all
    select
        {%- for column in key %}
        cast({{ column }} as string) as {{ column }},
        {%- endfor %}
        '[the key names one row and is never null]' as rules_broken
    from {{ model }}
    group by {{ key | join(', ') }}
    having count(*) > 1
        {%- for column in key %}
        or {{ column }} is null
        {%- endfor %}
{% endtest %}
