{#- A query of one row: the default of each dimension along which the method can be argued (method §8).
    levels: the seed specification_levels. -#}
{% macro default_levels(levels) -%}
    select
        {%- for dimension, column in [
            ('activity_basis', 'activity_basis'),
            ('spend_basis', 'spend_basis'),
            ('quality_basket', 'quality_basket'),
            ('reference', 'reference'),
            ('largest_definition', 'largest_definition'),
            ('variant', 'variant'),
            ('benchmark', 'benchmark'),
            ('sum', 'sum_kind'),
            ('outcome_group', 'outcome_group'),
        ] %}
        max(case when dimension = '{{ dimension }}' then level end) as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ levels }}
    where is_default
{%- endmacro %}
