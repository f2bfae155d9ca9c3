{#- A query of the measures of the default quality basket with their weights (method §5.4, §6.3).
    baskets: the seed quality_baskets; levels: the seed specification_levels. -#}
{% macro default_basket(baskets, levels) -%}
    select * from {{ baskets }}
    where
        weight > 0
        and quality_basket = (
            select max(level) from {{ levels }}
            where dimension = 'quality_basket' and is_default
        )
{%- endmacro %}
