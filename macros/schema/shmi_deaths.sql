{#- Deaths and spells of a trust and period, typed: the two files of the indicator have one layout.
    rows: name of the CTE with the landed rows; a query. -#}
{% macro shmi_deaths(rows) -%}
    select
        {{ trust_code('provider_code') }} as trust_code,
        {{ period_start('time_period') }} as period_start,
        {{ period_end('time_period') }} as period_end,
        {{ published_number('spells') }} as spells_count,
        {{ published_number('observed') }} as observed_deaths,
        {{ published_number('expected') }} as expected_deaths,
        {{ published_number('shmi_value') }} as shmi_value,
        -- published as 2 in some releases and as 2.0 in others
        cast(round({{ published_number('shmi_banding') }}) as integer) as published_band,
        {{ value_status('observed') }} as value_status
    from {{ rows }}
{%- endmacro %}
