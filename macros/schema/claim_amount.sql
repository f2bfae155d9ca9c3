{#- The answer to a claim as text in the claim's unit, as a person says it: C2 in £bn, C3 to one
    decimal, C7 to two, the rest whole. claim_id: text column; value: numeric expression. -#}
{% macro claim_amount(claim_id, value) -%}
    replace(
        case {{ claim_id }}
            when 'C2'
                then replace(
                    '£' || {{ number_text(value ~ ' / 1e9', 2) }} || 'bn', '£-', '-£'
                )
            when 'C3' then {{ number_text(value, 1) }}
            when 'C7' then {{ number_text(value, 2) }}
            else {{ number_text(value) }}
        end, '-', '−'
    )
{%- endmacro %}
