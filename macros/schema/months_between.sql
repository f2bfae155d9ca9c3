{#- Whole months from the month of one date to the month of another; negative where the second is
    earlier. Both SQL dates; returns a whole number. -#}
{% macro months_between(from_date, to_date) -%}
    (
        12 * (extract(year from {{ to_date }}) - extract(year from {{ from_date }}))
        + extract(month from {{ to_date }}) - extract(month from {{ from_date }})
    )
{%- endmacro %}
