-- Without this a group too thin for a statistic would have infinity for it on DuckDB, stop the
-- whole build on Spark or, worse, have an interval made of rounding. Worked by hand: two units
-- lie on their line (slope 2) and have no interval; where x does not vary there is no slope; where
-- y does not, a slope of 0 without a reverse and without a correlation. A weighted line through
-- units of the same x has none. A correlation needs both to vary, over the units that have both.
with units as (
    select
        listed.thin,
        listed.x,
        listed.y,
        listed.o,
        1e0 as weight
    from (
        values
        ('two units', 1e0, 3e0, 1e0),
        ('two units', 2e0, 5e0, 2e0),
        ('x alike', 4e0, 1e0, 1e0),
        ('x alike', 4e0, 2e0, 2e0),
        ('x alike', 4e0, 6e0, 3e0),
        ('y alike', 1e0, 4e0, 1e0),
        ('y alike', 2e0, 4e0, 5e0),
        ('y alike', 3e0, 4e0, 3e0),
        ('y alike', 9e0, null, 4e0)
    ) as listed (thin, x, y, o)
),

whole as (
    select * from units
    where y is not null
),

slopes as (
    {{ slope_hc3('whole', 'x', 'y', 'o', ['thin']) }}
),

lines as (
    {{ weighted_line('whole', 'x', 'y', 'weight', ['thin']) }}
),

correlations as (
    select
        thin,
        {{ correlation('x', 'y') }} as correlation
    from units
    group by thin
),

computed as (
    select
        slopes.thin,
        slopes.slope,
        slopes.slope_low,
        slopes.slope_high,
        slopes.slope_reverse,
        slopes.correlation_other,
        lines.slope as line_slope,
        lines.intercept as line_intercept,
        correlations.correlation
    from slopes
    inner join lines on slopes.thin = lines.thin
    inner join correlations on slopes.thin = correlations.thin
),

expected as (
    select
        listed.thin,
        listed.slope,
        listed.slope_low,
        listed.slope_high,
        listed.slope_reverse,
        listed.correlation_other,
        listed.line_slope,
        listed.line_intercept,
        listed.correlation
    from (
        values
        ('two units', 2e0, null, null, 2e0, 1e0, 2e0, 1e0, 1e0),
        ('x alike', null, null, null, null, 0.9449111825e0, null, null, null),
        ('y alike', 0e0, 0e0, 0e0, null, null, 0e0, 4e0, null)
    ) as listed (
        thin, slope, slope_low, slope_high, slope_reverse,
        correlation_other, line_slope, line_intercept, correlation
    )
),

{% set statistics = [
    'slope', 'slope_low', 'slope_high', 'slope_reverse', 'correlation_other', 'line_slope',
    'line_intercept', 'correlation'
] -%}
compared as (
    select
        expected.thin,
    {% for name in statistics -%}
        computed.{{ name }},
        expected.{{ name }} as {{ name }}_expected{{ ',' if not loop.last }}
    {% endfor -%}
    from expected
    left join computed on expected.thin = computed.thin
)

select * from compared
where
    {% for name in statistics -%}
        {{ 'or' if not loop.first }} ({{ name }} is null) != ({{ name }}_expected is null)
        or abs({{ name }} - {{ name }}_expected) > 1e-9
    {% endfor %}
