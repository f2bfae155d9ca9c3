{#- The three choices that make a trust's value (method §8), as one key: `activity | spend | quality`.
    The reader's own specification is one choice. Columns of these names must be in scope. -#}
{% macro valuation_id() -%}
    case quality_basket
        when 'my specification' then 'my specification'
        else activity_basis || ' | ' || spend_basis || ' | ' || quality_basket
    end
{%- endmacro %}
