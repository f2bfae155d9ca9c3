-- Without this an error in the partialling out, in a leverage or in the interval of method §6.5
-- would only make every slope and interval a little otherwise. The numbers were computed apart
-- from this project with numpy: ordinary least squares on the whole design matrix (constant; with
-- the second regressor; with a dummy for each group; with both), HC3 as (X'X)⁻¹ X'
-- diag((e/(1−h))²) X (X'X)⁻¹, 1.959964 standard errors; slope_reverse as 1 ÷ the slope of x on y
-- in the same design; the correlation of the residuals of `other` and y. The last unit is alone in
-- its group, which the fits within groups leave out.
with units as (
    select
        listed.dataset,
        listed.cell,
        listed.x,
        listed.y,
        listed.a,
        listed.o
    from (
        values
        ('only', 'first', 1e0, 1.2e0, 2e0, 5e0),
        ('only', 'first', 2e0, 1.9e0, 1e0, 7e0),
        ('only', 'first', 3e0, 3.5e0, 4e0, 3e0),
        ('only', 'second', 4e0, 3.7e0, 3e0, 6e0),
        ('only', 'second', 5e0, 5.6e0, 6e0, 2e0),
        ('only', 'second', 6e0, 5.8e0, 5e0, 4e0),
        ('only', 'second', 7e0, 7.9e0, 9e0, 1e0),
        ('only', 'third', 8e0, 7.7e0, 7e0, 3e0)
    ) as listed (dataset, cell, x, y, a, o)
),

plain as (
    {{ slope_hc3('units', 'x', 'y', 'o', ['dataset']) }}
),

adjusted as (
    {{ slope_hc3('units', 'x', 'y', 'o', ['dataset'], adjust='a') }}
),

within_cells as (
    {{ slope_hc3('units', 'x', 'y', 'o', ['dataset'], within='cell') }}
),

within_cells_adjusted as (
    {{ slope_hc3('units', 'x', 'y', 'o', ['dataset'], within='cell', adjust='a') }}
),

computed as (
    select
        *,
        'plain' as fit
    from plain
    union all
    select
        *,
        'adjusted' as fit
    from adjusted
    union all
    select
        *,
        'within cells' as fit
    from within_cells
    union all
    select
        *,
        'within cells, adjusted' as fit
    from within_cells_adjusted
),

expected as (
    select
        listed.fit,
        listed.units,
        listed.slope,
        listed.slope_low,
        listed.slope_high,
        listed.slope_reverse,
        listed.correlation_other
    from (
        values
        (
            'plain', 8,
            1.0035714286e0, 0.8155023309e0, 1.1916405262e0, 1.0386417556e0, -0.7632681871e0
        ),
        (
            'adjusted', 8,
            0.6611386139e0, 0.5090087678e0, 0.8132684600e0, 0.6799866883e0, 0.7648273719e0
        ),
        (
            'within cells', 7,
            1.2428571429e0, 0.8550607780e0, 1.6306535077e0, 1.3367816092e0, -0.8268785508e0
        ),
        (
            'within cells, adjusted', 7,
            0.7732919255e0, 0.4051094020e0, 1.1414744490e0, 0.8104417671e0, 0.4706395620e0
        )
    ) as listed (
        fit, units, slope, slope_low, slope_high, slope_reverse,
        correlation_other
    )
)

select
    expected.fit,
    computed.units,
    computed.slope,
    expected.slope as slope_expected,
    computed.slope_low,
    expected.slope_low as slope_low_expected,
    computed.slope_high,
    expected.slope_high as slope_high_expected,
    computed.slope_reverse,
    expected.slope_reverse as slope_reverse_expected,
    computed.correlation_other,
    expected.correlation_other as correlation_other_expected
from expected
left join computed on expected.fit = computed.fit
where
    computed.units is null
    or computed.units <> expected.units
    or abs(computed.slope - expected.slope) > 1e-9
    or abs(computed.slope_low - expected.slope_low) > 1e-9
    or abs(computed.slope_high - expected.slope_high) > 1e-9
    or abs(computed.slope_reverse - expected.slope_reverse) > 1e-9
    or abs(computed.correlation_other - expected.correlation_other) > 1e-9
