{#- Over-dispersion in Spiegelhalter's form (method §9.3), as a query of one row a group: phi,
    tau_squared, units. z is winsorised at its 10th and 90th centiles. Spiegelhalter (2005),
    Statistics in Medicine 24.
    relation: CTE or relation with a row a unit; z: its standardised deviation from the target on the
    scale on which it is normal; weight: 1/s², its precision on that scale; by: grouping columns. -#}
{% macro overdispersion_spiegelhalter(relation, z, weight, by) -%}
    {%- set groups = by | join(', ') -%}
    {%- set squares = "power(least(greatest(z, z_low), z_high), 2)" -%}
    select
        {{ groups }},
        count(*) as units,
        sum({{ squares }}) / count(*) as phi,
        case
            when sum({{ squares }}) < count(*) - 1 or count(*) < 2 then 0e0
            else greatest(
                (sum({{ squares }}) - (count(*) - 1))
                / nullif(sum(weight) - sum(weight * weight) / nullif(sum(weight), 0), 0),
                0e0
            )
        end as tau_squared
    from (
        select
            scored.*,
            centiles.z_low,
            centiles.z_high
        from (
            select
                {{ groups }},
                {{ weight }} as weight,
                {{ z }} as z
            from {{ relation }}
        ) as scored
        inner join (
            select
                {{ groups }},
                percentile_cont(0.1) within group (order by {{ z }}) as z_low,
                percentile_cont(0.9) within group (order by {{ z }}) as z_high
            from {{ relation }}
            group by {{ groups }}
        ) as centiles
            on
            {%- for column in by %}
                scored.{{ column }} = centiles.{{ column }}{{ ' and' if not loop.last }}
            {%- endfor %}
    ) as winsorised
    group by {{ groups }}
{%- endmacro %}
