{#- Pot of the cost collection that a record of the organisation file is totalled in (method §4.3): that of
    the totals by trust. Elective and non-elective pots, and admitted departments, are APC.
    published_pot: pot as published; setting_pot: mapping_pot of the department in the seed care_settings. -#}
{% macro cost_pot(published_pot, setting_pot) -%}
    case
        when {{ published_pot }} in ('05_OP', '11_A&E', 'APC') then {{ published_pot }}
        when {{ published_pot }} in ('01_EI', '02_NEI') or {{ setting_pot }} = 'APC' then 'APC'
        else 'OTHER'
    end
{%- endmacro %}
