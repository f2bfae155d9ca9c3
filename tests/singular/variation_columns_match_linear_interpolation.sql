-- Without this a change of engine or of function could turn interpolated percentiles into observed
-- values, or the sample deviation into that of a population (method §9.5): still between minimum
-- and maximum. Seven values by hand: the 10th centile is 0.6 of the way from 1 to 1.5. Computed
-- again with numpy.
with amounts as (
    select
        listed.scale,
        listed.has_true_zero,
        listed.amount
    from (
        values
        ('a ratio', true, 3e0),
        ('a ratio', true, 1e0),
        ('a ratio', true, 4e0),
        ('a ratio', true, 1.5e0),
        ('a ratio', true, 9e0),
        ('a ratio', true, 2.6e0),
        ('a ratio', true, 5.3e0),
        ('an arbitrary zero', false, -1e0),
        ('an arbitrary zero', false, 1e0)
    ) as listed (scale, has_true_zero, amount)
),

computed as (
    select
        scale,
        {{ variation_columns('amount', 'has_true_zero') }}
    from amounts
    group by scale
),

expected as (
    select
        listed.scale,
        listed.trusts,
        listed.minimum,
        listed.p10,
        listed.p25,
        listed.median,
        listed.p75,
        listed.p90,
        listed.maximum,
        listed.iqr,
        listed.ratio_p90_p10,
        listed.coefficient_of_variation
    from (
        values
        (
            'a ratio', 7, 1e0, 1.3e0, 2.05e0, 3e0, 4.65e0, 6.78e0, 9e0, 2.6e0, 6.78e0 / 1.3e0,
            0.7223800333e0
        ),
        ('an arbitrary zero', 2, -1e0, -0.8e0, -0.5e0, 0e0, 0.5e0, 0.8e0, 1e0, 1e0, null, null)
    ) as listed (
        scale, trusts, minimum, p10, p25, median, p75, p90, maximum, iqr, ratio_p90_p10,
        coefficient_of_variation
    )
)

select
    expected.scale as scale_expected,
    computed.*
from expected
left join computed on expected.scale = computed.scale
where
    computed.trusts is null
    or computed.trusts <> expected.trusts
    or abs(computed.minimum - expected.minimum) > 1e-9
    or abs(computed.p10 - expected.p10) > 1e-9
    or abs(computed.p25 - expected.p25) > 1e-9
    or abs(computed.median - expected.median) > 1e-9
    or abs(computed.p75 - expected.p75) > 1e-9
    or abs(computed.p90 - expected.p90) > 1e-9
    or abs(computed.maximum - expected.maximum) > 1e-9
    or abs(computed.iqr - expected.iqr) > 1e-9
    or coalesce(abs(computed.ratio_p90_p10 - expected.ratio_p90_p10), 0e0) > 1e-9
    or coalesce(abs(computed.coefficient_of_variation - expected.coefficient_of_variation), 0e0)
    > 1e-9
    or (computed.ratio_p90_p10 is null) <> (expected.ratio_p90_p10 is null)
    or (computed.coefficient_of_variation is null) <> (expected.coefficient_of_variation is null)
