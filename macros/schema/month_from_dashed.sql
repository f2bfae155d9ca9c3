{#- First day of the month in texts like 'MSitAE-APRIL-2024' or 'RTT-APRIL-2023'. -#}
{% macro month_from_dashed(column) -%}
    cast(
        split_part({{ column }}, '-', 3) || '-'
        || {{ month_number("split_part(" ~ column ~ ", '-', 2)") }} || '-01' as date
    )
{%- endmacro %}
