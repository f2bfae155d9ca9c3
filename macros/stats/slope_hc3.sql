{#- Ordinary least squares of y on x, with at most one further regressor, as a query of one row a
    group (method §6.5): units, slope, slope_low, slope_high (95%, HC3 variance, normal deviate),
    slope_reverse (1 ÷ slope of x on y: the bound when x is measured with noise), correlation_other
    (partial correlation of a third column, `other`, with y).
    relation: rows of units without nulls; by: grouping columns; within: a column whose means are
    taken out first (one constant per value of it), or none; adjust: the further regressor, or none.
    By Frisch, Waugh and Lovell the slope is that of the residuals, and its HC3 variance needs only
    the residuals of x and the leverages of the whole fit. -#}
{% macro slope_hc3(relation, x, y, other, by, within=none, adjust=none) -%}
    {%- set groups = by | join(', ') -%}
    {%- set cell = (by + [within]) | join(', ') if within else groups -%}
    select
        {{ groups }},
        count(*) as units,
        sum(x * y) / nullif(sum(x * x), 0) as slope,
        {%- for name, sign in [('low', '-'), ('high', '+')] %}
        -- without a term of every unit the interval would be too narrow: then there is none
        case
            when count(hc3_term) = count(*)
                then
                    sum(x * y) / nullif(sum(x * x), 0)
                    {{ sign }} 1.959964e0 * sqrt(sum(hc3_term)) / nullif(sum(x * x), 0)
        end as slope_{{ name }},
        {%- endfor %}
        sum(y * y) / nullif(sum(x * y), 0) as slope_reverse,
        sum(o * y) / nullif(sqrt(sum(o * o) * sum(y * y)), 0) as correlation_other
    from (
        select
            {{ groups }},
            x,
            y,
            o,
            -- a unit of leverage 1, but for rounding, is fitted exactly and has no term
            case
                when freedom > 1e-9 then power(x * (y - x * sxy / nullif(sxx, 0)) / freedom, 2)
            end as hc3_term
        from (
            select
                *,
                1e0 - 1e0 / cell_units - coalesce(a * a / nullif(saa, 0), 0e0)
                - x * x / nullif(sxx, 0) as freedom
            from (
                select
                    {{ groups }},
                    x,
                    y,
                    o,
                    a,
                    cell_units,
                    saa,
                    sum(x * x) over (partition by {{ groups }}) as sxx,
                    sum(x * y) over (partition by {{ groups }}) as sxy
                from (
                    select
                        {{ groups }},
                        a,
                        saa,
                        cell_units,
                        x - a * coalesce(sax / nullif(saa, 0), 0e0) as x,
                        y - a * coalesce(say / nullif(saa, 0), 0e0) as y,
                        o - a * coalesce(sao / nullif(saa, 0), 0e0) as o
                    from (
                        select
                            {{ groups }},
                            x,
                            y,
                            o,
                            a,
                            cell_units,
                            sum(a * a) over (partition by {{ groups }}) as saa,
                            sum(a * x) over (partition by {{ groups }}) as sax,
                            sum(a * y) over (partition by {{ groups }}) as say,
                            sum(a * o) over (partition by {{ groups }}) as sao
                        from (
                            select
                                {{ groups }},
                                count(*) over (partition by {{ cell }}) as cell_units,
                                {{ x }} - avg({{ x }}) over (partition by {{ cell }}) as x,
                                {{ y }} - avg({{ y }}) over (partition by {{ cell }}) as y,
                                {{ other }} - avg({{ other }}) over (partition by {{ cell }}) as o,
                                {%- if adjust %}
                                {{ adjust }} - avg({{ adjust }}) over (partition by {{ cell }}) as a
                                {%- else %}
                                0e0 as a
                                {%- endif %}
                            from {{ relation }}
                        ) as centred
                    ) as summed
                ) as partialled
            ) as fitted
        ) as leveraged
        -- a unit alone in its cell is fitted exactly and says nothing of the slope
        where cell_units > 1
    ) as scored
    group by {{ groups }}
{%- endmacro %}
