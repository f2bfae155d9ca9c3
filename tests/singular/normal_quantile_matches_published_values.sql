-- Without this a slip in a digit of the 45 coefficients, or in where one of the three ranges of p
-- ends, passes every other test of the build: deviates would stay ordered, symmetrical and near
-- normal, and the intervals believable (method §6.4). Quantiles of the double nearest to p, by
-- Newton's method on the complementary error function at 60 digits. Each range is met at both its
-- ends; 1e-300 lies far beyond any uniform drawn, but only there do the last terms weigh. The
-- tolerance is a hundredth of what the method allows a draw, for the sake of the later digits.
with published as (
    select
        listed.p,
        listed.quantile
    from (
        values
        (1e-300, -37.0470962993611992e0),
        (1e-16, -8.22208221613043562e0),
        (1e-12, -7.03448382530113193e0),
        (1.38e-11, -6.65883850285076553e0),
        (1.39e-11, -6.65777707304920173e0),
        (0.001e0, -3.09023230616781354e0),
        (0.025e0, -1.95996398454005421e0),
        (0.07e0, -1.47579102817917069e0),
        (0.0749999e0, -1.43953217737590059e0),
        (0.075e0, -1.43953147093845593e0),
        (0.0750001e0, -1.43953076450172969e0),
        (0.12e0, -1.17498679206609003e0),
        (0.45e0, -0.125661346855074006e0),
        (0.5e0, 0e0),
        (0.7e0, 0.524400512708040656e0),
        (0.925e0, 1.43953147093845623e0),
        (0.975e0, 1.95996398454005386e0),
        (0.999999999999e0, 7.03448691004783521e0)
    ) as listed (p, quantile)
),

computed as (
    select
        p,
        quantile,
        {{ normal_quantile('p') }} as computed_quantile
    from published
)

select * from computed
where
    computed_quantile is null
    or abs(computed_quantile - quantile) > 1e-14 * abs(quantile)
