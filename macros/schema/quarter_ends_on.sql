{#- Days of a quarter written 'Q3 2025/26' (financial year). column: text column; both return a
    date. -#}

{#- Last day of the quarter. -#}
{% macro quarter_ends_on(column) -%}
    last_day(cast(
        cast(
            cast(substr({{ column }}, 4, 4) as integer)
            + case when substr({{ column }}, 2, 1) = '4' then 1 else 0 end as string
        )
        || case substr({{ column }}, 2, 1)
            when '1' then '-06-01'
            when '2' then '-09-01'
            when '3' then '-12-01'
            when '4' then '-03-01'
        end as date
    ))
{%- endmacro %}

{#- First day of the twelve months that end with the quarter. -#}
{% macro year_to_quarter_starts_on(column) -%}
    cast(
        cast(
            cast(substr({{ column }}, 4, 4) as integer)
            - case when substr({{ column }}, 2, 1) in ('1', '2') then 1 else 0 end as string
        )
        || case substr({{ column }}, 2, 1)
            when '1' then '-07-01'
            when '2' then '-10-01'
            when '3' then '-01-01'
            when '4' then '-04-01'
        end as date
    )
{%- endmacro %}
