-- Without this a root left out of Wilson's limits, of an over-dispersed limit (method §9.2, §9.3),
-- of the shrinkage of Health Alpha or its error (§7.3), or of the systematic component of
-- variation (§9.5) still gives limits around the target and alphas nearer to zero. Wilson at 65 of
-- 100 is method §10's; the others were computed apart from this project with numpy from the
-- formulas. A lower limit of readmissions never passes below 0; no variance, no alpha and no
-- error.
with wide as (
    select
        listed.measure_id,
        listed.expected,
        listed.tau_squared,
        listed.lower_95,
        listed.upper_95,
        listed.lower_998,
        listed.upper_998
    from (
        values
        ('mortality', 100e0, 0.02e0, 0.712143585e0, 1.404211202e0, 0.585526473e0, 1.707864711e0),
        ('mortality', 25e0, 0.01e0, 0.645157198e0, 1.550009831e0, 0.501076306e0, 1.995704023e0),
        ('readmissions', 100e0, 0.02e0, 0.498443625e0, 1.674422025e0, 0.287794911e0, 2.141934111e0),
        ('readmissions', 25e0, 0.01e0, 0.522467644e0, 1.631190712e0, 0.316941075e0, 2.065040277e0),
        ('readmissions', 4e0, 0.3e0, 0e0, 4.752638032e0, 0e0, 8.182838097e0)
    ) as listed (
        measure_id, expected, tau_squared, lower_95, upper_95, lower_998, upper_998
    )
),

shares as (
    select
        listed.numerator,
        listed.denominator,
        listed.lower_95,
        listed.upper_95,
        listed.lower_998,
        listed.upper_998
    from (
        values
        (65e0, 100e0, 0.552544e0, 0.736358e0, 0.495495e0, 0.778354e0)
    ) as listed (numerator, denominator, lower_95, upper_95, lower_998, upper_998)
),

residuals as (
    select
        listed.residual,
        listed.expected,
        listed.tau_squared,
        listed.alpha,
        listed.error
    from (
        values
        (0.1e0, 500e0, 0.006e0, -7.5e0, 3.872983346e0),
        (-0.25e0, 1200e0, 0.0066472e0, 22.214993583e0, 2.721212572e0),
        (0.3e0, 50e0, 0e0, 0e0, 0e0)
    ) as listed (residual, expected, tau_squared, alpha, error)
),

varied as (
    select
        listed.dataset,
        listed.observed,
        listed.expected,
        listed.scv
    from (
        values
        ('six units', 100e0, 108e0, 2.416554949e0),
        ('six units', 150e0, 112e0, 2.416554949e0),
        ('six units', 180e0, 165e0, 2.416554949e0),
        ('six units', 80e0, 95e0, 2.416554949e0),
        ('six units', 120e0, 100e0, 2.416554949e0),
        ('six units', 225e0, 220e0, 2.416554949e0),
        ('no more than chance', 100e0, 101e0, 0e0),
        ('no more than chance', 101e0, 100e0, 0e0)
    ) as listed (dataset, observed, expected, scv)
),

-- a sum of what each limit is off by: null, and so a failure, where any of them is
compared as (
    select
        'over-dispersed limits, ' || measure_id as formula,
        abs({{ overdispersed_limit('measure_id', 'expected', '95', '-') }} - lower_95)
        + abs({{ overdispersed_limit('measure_id', 'expected', '95', '+') }} - upper_95)
        + abs({{ overdispersed_limit('measure_id', 'expected', '99.8', '-') }} - lower_998)
        + abs({{ overdispersed_limit('measure_id', 'expected', '99.8', '+') }} - upper_998)
            as off_by,
        4e-9 as tolerance
    from wide
    union all
    select
        'Wilson' as formula,
        abs({{ wilson_lower('numerator', 'denominator', '95') }} - lower_95)
        + abs({{ wilson_upper('numerator', 'denominator', '95') }} - upper_95)
        + abs({{ wilson_lower('numerator', 'denominator', '99.8') }} - lower_998)
        + abs({{ wilson_upper('numerator', 'denominator', '99.8') }} - upper_998) as off_by,
        2e-6 as tolerance
    from shares
    union all
    select
        'Health Alpha and its error' as formula,
        abs({{ shrunken_deviation('residual', 'expected', 'tau_squared') }} - alpha)
        + abs({{ shrunken_error('expected', 'tau_squared') }} - error) as off_by,
        2e-9 as tolerance
    from residuals
    union all
    select
        'systematic component of variation, ' || dataset as formula,
        abs({{ systematic_variation('observed', 'expected') }} - max(scv)) as off_by,
        1e-9 as tolerance
    from varied
    group by dataset
)

select * from compared
where not coalesce(off_by <= tolerance, false)
