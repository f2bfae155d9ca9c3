{#- Which months of a financial year rows are of, as one whole number with a binary digit a month, April
    the first: an aggregate. `bit_or` joins such numbers, `bit_count` counts their months.
    month: date column, any day of the month. -#}
{% macro months_found(month) -%}
    bit_or(cast(power(2, (month({{ month }}) + 8) % 12) as bigint))
{%- endmacro %}

{#- The same of quarters: three months each. quarter: text column that ends with 1 to 4. -#}
{% macro months_of_quarters_found(quarter) -%}
    bit_or(cast(7 * power(8, cast(right({{ quarter }}, 1) as integer) - 1) as bigint))
{%- endmacro %}

{#- The number of all twelve months. -#}
{% macro all_months() -%}
    cast(4095 as bigint)
{%- endmacro %}
