{#- Weighted least squares of y on x and a constant, as a query of one row a group: slope, intercept,
    sum_of_squares (Σw(x − x̄)²), units. relation: CTE or relation with a row a unit; x, y, weight:
    its columns; by: list of grouping columns. -#}
{% macro weighted_line(relation, x, y, weight, by) -%}
    {%- set groups = by | join(', ') -%}
    select
        {{ groups }},
        count(*) as units,
        sum(weight * (x - mean_x) * (x - mean_x)) as sum_of_squares,
        sum(weight * (x - mean_x) * (y - mean_y))
        / nullif(sum(weight * (x - mean_x) * (x - mean_x)), 0) as slope,
        max(mean_y)
        - max(mean_x)
        * sum(weight * (x - mean_x) * (y - mean_y))
        / nullif(sum(weight * (x - mean_x) * (x - mean_x)), 0) as intercept
    from (
        select
            {{ groups }},
            {{ x }} as x,
            {{ y }} as y,
            {{ weight }} as weight,
            sum({{ weight }} * {{ x }}) over (partition by {{ groups }})
            / nullif(sum({{ weight }}) over (partition by {{ groups }}), 0) as mean_x,
            sum({{ weight }} * {{ y }}) over (partition by {{ groups }})
            / nullif(sum({{ weight }}) over (partition by {{ groups }}), 0) as mean_y
        from {{ relation }}
    ) as centred
    group by {{ groups }}
{%- endmacro %}
