-- Without this a slip in the trimming or in the moment estimate of tau² (method §9.2) passes every
-- other test: Health Alpha and over-dispersed limits would only be shrunken a little otherwise.
-- The first group is method §10's oracle, in which nothing is trimmed; the second has twelve
-- units, of which the first and last by z go, computed apart from this project with numpy.
with units as (
    select
        listed.observed_group,
        listed.observed,
        listed.expected
    from (
        values
        ('six units', 100e0, 108e0),
        ('six units', 150e0, 112e0),
        ('six units', 180e0, 165e0),
        ('six units', 80e0, 95e0),
        ('six units', 120e0, 100e0),
        ('six units', 225e0, 220e0),
        ('twelve units', 100e0, 108e0),
        ('twelve units', 150e0, 112e0),
        ('twelve units', 180e0, 165e0),
        ('twelve units', 80e0, 95e0),
        ('twelve units', 120e0, 100e0),
        ('twelve units', 225e0, 220e0),
        ('twelve units', 90e0, 100e0),
        ('twelve units', 60e0, 100e0),
        ('twelve units', 130e0, 100e0),
        ('twelve units', 300e0, 110e0),
        ('twelve units', 99e0, 100e0),
        ('twelve units', 101e0, 100e0),
        ('no more than chance', 100e0, 101e0),
        ('no more than chance', 101e0, 100e0),
        ('no more than chance', 100e0, 100e0)
    ) as listed (observed_group, observed, expected)
),

deviations as (
    select
        observed_group,
        ln(observed / expected) as deviation,
        expected
    from units
),

computed as (
    {{ overdispersion_shmi('deviations', 'deviation', 'expected', ['observed_group']) }}
),

published as (
    select
        listed.observed_group,
        listed.kept,
        listed.phi,
        listed.tau_squared
    from (
        values
        ('six units', 6, 2.948033e0, 0.0194775e0),
        ('twelve units', 10, 2.570179e0, 0.0156440e0),
        ('no more than chance', 3, 0.006633e0, 0e0)
    ) as listed (observed_group, kept, phi, tau_squared)
)

select
    published.observed_group,
    computed.kept,
    computed.phi,
    published.phi as phi_expected,
    computed.tau_squared,
    published.tau_squared as tau_squared_expected
from published
left join computed on published.observed_group = computed.observed_group
where
    computed.kept is null
    or computed.kept <> published.kept
    or abs(computed.phi - published.phi) > 1e-6
    or abs(computed.tau_squared - published.tau_squared) > 1e-7
