{#- Over-dispersion in the form SHMI uses (method §9.2), as a query of one row a group: phi,
    tau_squared, kept (units left after trimming), units.
    relation: CTE or relation with a row a unit; deviation: its ln(O/E), or a residual of it;
    expected: its expected count; by: list of grouping columns. Units without a deviation must be
    filtered out before. -#}
{% macro overdispersion_shmi(relation, deviation, expected, by) -%}
    {%- set groups = by | join(', ') -%}
    select
        {{ groups }},
        max(units) as units,
        count(*) as kept,
        sum(z * z) / count(*) as phi,
        case
            when sum(z * z) < count(*) - 1 or count(*) < 2 then 0e0
            else greatest(
                (sum(z * z) - (count(*) - 1))
                / nullif(sum(weight) - sum(weight * weight) / nullif(sum(weight), 0), 0),
                0e0
            )
        end as tau_squared
    from (
        select
            {{ groups }},
            round({{ expected }}, 2) as weight,
            sqrt(round({{ expected }}, 2)) * ({{ deviation }}) as z,
            count(*) over (partition by {{ groups }}) as units,
            rank() over (
                partition by {{ groups }}
                order by sqrt(round({{ expected }}, 2)) * ({{ deviation }})
            ) as z_rank
        from {{ relation }}
    ) as scored
    where floor(10e0 * z_rank / (units + 1)) not in (0, 9)
    group by {{ groups }}
{%- endmacro %}
