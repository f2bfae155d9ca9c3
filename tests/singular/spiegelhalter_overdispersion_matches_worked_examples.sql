-- Without this the winsorising or the moment estimate of the over-dispersion of readmissions and of
-- shares (method §9.3) could slip: centiles not interpolated, or extremes dropped instead of drawn
-- in, only make the limits a little wider or narrower. Computed apart from this project with numpy
-- (percentile, clip): ratios on the scale of their root, shares on that of arcsine √p around the
-- pooled share; the last group varies less than chance.
with units as (
    select
        listed.dataset,
        listed.observed,
        listed.expected
    from (
        values
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
        ('five shares', 50e0, 100e0),
        ('five shares', 80e0, 120e0),
        ('five shares', 30e0, 90e0),
        ('five shares', 600e0, 800e0),
        ('five shares', 45e0, 60e0),
        ('no more than chance', 100e0, 101e0),
        ('no more than chance', 101e0, 100e0),
        ('no more than chance', 100e0, 100e0)
    ) as listed (dataset, observed, expected)
),

scored as (
    select
        dataset,
        4e0 * expected as precision,
        case dataset
            when 'five shares'
                then
                    asin(sqrt(observed / expected))
                    - asin(sqrt(
                        sum(observed) over (partition by dataset)
                        / sum(expected) over (partition by dataset)
                    ))
            else sqrt(observed / expected) - 1e0
        end * 2e0 * sqrt(expected) as z
    from units
),

computed as (
    {{ overdispersion_spiegelhalter('scored', 'z', 'precision', ['dataset']) }}
),

known as (
    select
        listed.dataset,
        listed.phi,
        listed.tau_squared
    from (
        values
        ('twelve units', 3.4055242196e0, 0.0058257002e0),
        ('five shares', 11.2193831076e0, 0.0219953057e0),
        ('no more than chance', 0.0042454657e0, 0e0)
    ) as listed (dataset, phi, tau_squared)
)

select
    known.dataset,
    computed.phi,
    known.phi as phi_expected,
    computed.tau_squared,
    known.tau_squared as tau_squared_expected
from known
left join computed on known.dataset = computed.dataset
where not coalesce(
    abs(computed.phi - known.phi) <= 1e-9 and abs(computed.tau_squared - known.tau_squared) <= 1e-9,
    false
)
