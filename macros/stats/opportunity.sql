{#- What a trust's base would change by at a reference value, floored at zero, in the measure's natural
    unit (method §9.6); null where the measure has no opportunity, or base or reference is missing, as
    `greatest` passes over nulls. Columns of the relation `placed` must be in scope: opportunity_kind,
    base, value. reference: SQL, in the measure's unit. -#}
{% macro opportunity(reference) -%}
    case
        when placed.base is null or {{ reference }} is null then null
        when placed.opportunity_kind = 'spend'
            then greatest(placed.base * (1e0 - placed.value / nullif({{ reference }}, 0)), 0e0)
        when placed.opportunity_kind = 'excess'
            then greatest(placed.base * (1e0 - {{ reference }} / nullif(placed.value, 0)), 0e0)
        when placed.opportunity_kind = 'share'
            then greatest(placed.base * ({{ reference }} - placed.value), 0e0)
    end
{%- endmacro %}
