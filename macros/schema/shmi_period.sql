{#- Days that a period written in months covers: JAN25_DEC25 is 1 January to 31 December 2025. The
    file name's form, Jan25-Dec25, reads the same. Years are of this century.
    column: text column with the published period; both return a date, null where no month is
    read. -#}

{#- First day of the period. -#}
{% macro period_start(column) -%}
    {{- _first_of_month("trim(" ~ column ~ ")", 1) -}}
{%- endmacro %}

{#- Last day of the period. -#}
{% macro period_end(column) -%}
    last_day({{ _first_of_month("trim(" ~ column ~ ")", 7) }})
{%- endmacro %}

{#- First day of the month that stands as JAN25 at 1-based position `start` of a text. -#}
{% macro _first_of_month(text, start) -%}
    cast(
        '20' || substr({{ text }}, {{ start + 3 }}, 2) || '-'
        || {{ month_number("substr(" ~ text ~ ", " ~ start ~ ", 3)") }} || '-01' as date
    )
{%- endmacro %}
