{#- Fails with each row whose `column_name` is below `low` or above `high`; nulls pass. -#}
{% test within(model, column_name, low, high) %}
    select * from {{ model }}
    where {{ column_name }} < {{ low }} or {{ column_name }} > {{ high }}
{% endtest %}
