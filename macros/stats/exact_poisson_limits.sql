{#- Exact limits of a Poisson mean for the counts 0 to 10, as a list of texts: chi-squared quantiles,
    χ²(α/2; 2O)/2 and χ²(1 − α/2; 2O + 2)/2 (method §9.1). side: lower or upper; level: '95', '99.8'. -#}
{% macro exact_poisson_limits(side, level) -%}
    {%- set limits = {
    'lower 95': [
        '0', '0.025317807984', '0.242209278544', '0.618672122896', '1.089865373626',
        '1.623486390118', '2.201894253491', '2.81436305152', '3.453832176749',
        '4.115373097378', '4.795388696132'
    ],
    'upper 95': [
        '3.688879454114', '5.571643390939', '7.224687667724', '8.767273069742',
        '10.241588675404', '11.668332079323', '13.059474022519', '14.422675361702',
        '15.763189220193', '17.084803451419', '18.390356042018'
    ],
    'lower 99.8': [
        '0', '0.001000500334', '0.045402017769', '0.190533377568', '0.428552413628',
        '0.739371731918', '1.107104660256', '1.520336260399', '1.97081392174',
        '2.452424404364', '2.960520372744'
    ],
    'upper 99.8': [
        '6.907755278982', '9.233413476452', '11.228872242413', '13.062240779188',
        '14.794149222537', '16.45474520368', '18.061636840199', '19.626177395384',
        '21.15619816584', '22.657373309063', '24.133971145418'
    ]
    } -%}
    {{- return(limits[side ~ ' ' ~ level]) -}}
{%- endmacro %}

{#- The limit of a count below 10 from a list of limits of 0 to 10: exact at whole counts, on a straight
    line between them. -#}
{% macro between_exact_limits(count, limits) -%}
    case floor({{ count }})
        {%- for limit in limits[:-1] %}
        when {{ loop.index0 }}
            then {{ limit }}e0 + ({{ count }} - {{ loop.index0 }}e0) * ({{ limits[loop.index] }}e0 - {{ limit }}e0)
        {%- endfor %}
    end
{%- endmacro %}
