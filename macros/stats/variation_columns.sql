{#- Variation of a measure over a group of trusts (method §9.5, descriptive columns), as the columns of
    a grouped select: trusts, minimum, p10 … maximum (linear interpolation), iqr, ratio_p90_p10,
    coefficient_of_variation (sample standard deviation ÷ mean). The two
    relative columns are null where zero is an arbitrary point of the scale.
    value: column in the measure's unit; has_true_zero: boolean column. -#}
{% macro variation_columns(value, has_true_zero) %}
    count(*) as trusts,
    min({{ value }}) as minimum,
    {%- for name, share in [('p10', '0.1'), ('p25', '0.25'), ('median', '0.5'), ('p75', '0.75'), ('p90', '0.9')] %}
    percentile_cont({{ share }}) within group (order by {{ value }}) as {{ name }},
    {%- endfor %}
    max({{ value }}) as maximum,
    percentile_cont(0.75) within group (order by {{ value }})
    - percentile_cont(0.25) within group (order by {{ value }}) as iqr,
    case
        when bool_and({{ has_true_zero }})
            then
                percentile_cont(0.9) within group (order by {{ value }})
                / nullif(percentile_cont(0.1) within group (order by {{ value }}), 0)
    end as ratio_p90_p10,
    case
        when bool_and({{ has_true_zero }}) then stddev_samp({{ value }}) / nullif(avg({{ value }}), 0)
    end as coefficient_of_variation
{%- endmacro %}
