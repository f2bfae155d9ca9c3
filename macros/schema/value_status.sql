{#- What stands in a published cell (method §2): published, suppressed, not_applicable or missing.
    column: text column as landed; blank: what an empty cell means in this return. -#}
{% macro value_status(column, blank='missing') -%}
    case
        when {{ column }} is null or trim({{ column }}) = '' then '{{ blank }}'
        {%- for status, marks in var('marks').items() %}
        when lower(trim({{ column }})) in ('{{ marks | join("', '") }}') then '{{ status }}'
        {%- endfor %}
        else 'published'
    end
{%- endmacro %}
