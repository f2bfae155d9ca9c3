{#- Dates and years as publications write them. All return SQL expressions. -#}

{#- '20230401' as a date; null where the text is empty. -#}
{% macro compact_date(column) -%}
    cast(
        substr({{ column }}, 1, 4) || '-' || substr({{ column }}, 5, 2)
        || '-' || substr({{ column }}, 7, 2) as date
    )
{%- endmacro %}

{#- '01/04/2014', or a longer text with that date at 1-based position `start`, as a date. -#}
{% macro slashed_date(column, start=1) -%}
    cast(
        substr({{ column }}, {{ start + 6 }}, 4) || '-' || substr({{ column }}, {{ start + 3 }}, 2)
        || '-' || substr({{ column }}, {{ start }}, 2) as date
    )
{%- endmacro %}

{#- The month (01 to 12, text) that a name in English begins: JAN, january, Sept. -#}
{% macro month_number(name) -%}
    case upper(substr(trim({{ name }}), 1, 3))
        {%- for month in ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] %}
        when '{{ month }}' then '{{ '%02d' | format(loop.index) }}'
        {%- endfor %}
    end
{%- endmacro %}

{#- First day of the month in texts like 'MSitAE-APRIL-2024' or 'RTT-APRIL-2023'. -#}
{% macro month_from_dashed(column) -%}
    cast(
        split_part({{ column }}, '-', 3) || '-'
        || {{ month_number("split_part(" ~ column ~ ", '-', 2)") }} || '-01' as date
    )
{%- endmacro %}

{#- Financial year (April to March) as text, '2024-25', that a date falls in. -#}
{% macro financial_year_of(date) -%}
    case
        when extract(month from {{ date }}) >= 4
            then {{ financial_year_from("extract(year from " ~ date ~ ")") }}
        else {{ financial_year_from("extract(year from " ~ date ~ ") - 1") }}
    end
{%- endmacro %}

{#- Financial year as text from the calendar year (whole number) it starts in. -#}
{% macro financial_year_from(start_year) -%}
    cast({{ start_year }} as string) || '-' || substr(cast({{ start_year }} + 1 as string), 3, 2)
{%- endmacro %}

{#- Calendar year (integer) a financial year starts in. -#}
{% macro financial_year_number(financial_year) -%}
    cast(substr({{ financial_year }}, 1, 4) as integer)
{%- endmacro %}

{#- First and last day of a financial year. -#}
{% macro financial_year_starts_on(financial_year) -%}
    cast(substr({{ financial_year }}, 1, 4) || '-04-01' as date)
{%- endmacro %}

{% macro financial_year_ends_on(financial_year) -%}
    cast(cast({{ financial_year_number(financial_year) }} + 1 as string) || '-03-31' as date)
{%- endmacro %}
