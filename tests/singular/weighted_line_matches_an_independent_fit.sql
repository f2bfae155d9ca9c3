-- Without this the line that Health Alpha is measured from (method §7.3) could be unweighted, or
-- weighted by the root, and every alpha would still look like one. Computed apart from this
-- project with numpy, as the solution of X'WX b = X'Wy; the second group has weights of 1 and lies
-- on y = 2 + 3x.
with units as (
    select
        listed.dataset,
        listed.x,
        listed.y,
        listed.w
    from (
        values
        ('weighted', 1e0, 1.2e0, 1e0),
        ('weighted', 2e0, 1.9e0, 2e0),
        ('weighted', 3e0, 3.5e0, 1e0),
        ('weighted', 4e0, 3.7e0, 3e0),
        ('weighted', 5e0, 5.6e0, 1e0),
        ('weighted', 6e0, 5.8e0, 2e0),
        ('weighted', 7e0, 7.9e0, 4e0),
        ('weighted', 8e0, 7.7e0, 1e0),
        ('on a line', 1e0, 5e0, 1e0),
        ('on a line', 2e0, 8e0, 1e0),
        ('on a line', 5e0, 17e0, 1e0)
    ) as listed (dataset, x, y, w)
),

computed as (
    {{ weighted_line('units', 'x', 'y', 'w', ['dataset']) }}
),

expected as (
    select
        listed.dataset,
        listed.units,
        listed.intercept,
        listed.slope
    from (
        values
        ('weighted', 8, -0.2253937008e0, 1.0887795276e0),
        ('on a line', 3, 2e0, 3e0)
    ) as listed (dataset, units, intercept, slope)
)

select
    expected.dataset,
    computed.intercept,
    expected.intercept as intercept_expected,
    computed.slope,
    expected.slope as slope_expected
from expected
left join computed on expected.dataset = computed.dataset
where
    computed.units is null
    or computed.units <> expected.units
    or abs(computed.intercept - expected.intercept) > 1e-9
    or abs(computed.slope - expected.slope) > 1e-9
