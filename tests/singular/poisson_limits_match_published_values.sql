-- Without this a slip in Byar's formula, in its deviate or in the table of exact limits (method
-- §9.1) moves bands and intervals by too little to be seen. Byar at 65, 1,045 and 1 and the ratio
-- 895 / 835.883561 are method §10's; at 99.8% those were taken at an unrounded deviate, and §9.1's
-- six decimals of it move the limits of 65 by up to 3e-6. Byar at 1 is of the formula alone, as
-- counts below 10 take exact limits; those of 0 to 9 are chi-squared quantiles by scipy. A funnel
-- takes Byar at its expected count: at 15, 20 and 30 the 95% limits are within 5e-4 of exact ones
-- (chi-squared, continuous in E), at 99.8% only within 3.5e-3: the upper limit at 15 is 3.3e-3 too
-- high, the lower one 2.6e-3 too low.
with byar as (
    select
        listed.count_of_events,
        listed.lower_95,
        listed.upper_95,
        listed.lower_998,
        listed.upper_998,
        listed.base
    from (
        values
        (65e0, 50.163188e0, 82.849139e0, 42.880261e0, 94.000291e0, 1e0),
        (1045e0, 982.593202e0, 1110.331213e0, null, null, 1e0),
        (1e0, 0.013072e0, 5.563756e0, null, null, 1e0),
        (895e0, 1.001715e0, 1.143233e0, 0.963516e0, 1.186007e0, 835.883561e0)
    ) as listed (count_of_events, lower_95, upper_95, lower_998, upper_998, base)
),

poisson as (
    select
        listed.count_of_events,
        listed.lower_95,
        listed.upper_95,
        listed.lower_998,
        listed.upper_998,
        listed.base,
        listed.tolerance_95,
        listed.tolerance_998
    from (
        values
        (0e0, 0e0, 3.688879454e0, 0e0, 6.907755279e0, 1e0, 1e-9, 1e-9),
        (1e0, 0.025317808e0, 5.571643391e0, 0.0010005e0, 9.233413476e0, 1e0, 1e-9, 1e-9),
        (2e0, 0.242209279e0, 7.224687668e0, 0.045402018e0, 11.228872242e0, 1e0, 1e-9, 1e-9),
        (3e0, 0.618672123e0, 8.76727307e0, 0.190533378e0, 13.062240779e0, 1e0, 1e-9, 1e-9),
        (4e0, 1.089865374e0, 10.241588675e0, 0.428552414e0, 14.794149223e0, 1e0, 1e-9, 1e-9),
        (5e0, 1.62348639e0, 11.668332079e0, 0.739371732e0, 16.454745204e0, 1e0, 1e-9, 1e-9),
        (6e0, 2.201894253e0, 13.059474023e0, 1.10710466e0, 18.06163684e0, 1e0, 1e-9, 1e-9),
        (7e0, 2.814363052e0, 14.422675362e0, 1.52033626e0, 19.626177395e0, 1e0, 1e-9, 1e-9),
        (8e0, 3.453832177e0, 15.76318922e0, 1.970813922e0, 21.156198166e0, 1e0, 1e-9, 1e-9),
        (9e0, 4.115373097e0, 17.084803451e0, 2.452424404e0, 22.657373309e0, 1e0, 1e-9, 1e-9),
        (65e0, 50.163188e0, 82.849139e0, 42.880261e0, 94.000291e0, 1e0, 1e-6, 5e-6),
        (15e0, 0.5596924e0, 1.649348e0, 0.386265e0, 2.082907e0, 15e0, 5e-4, 3.5e-3),
        (20e0, 0.610826e0, 1.544419e0, 0.4479107e0, 1.902094e0, 20e0, 5e-4, 3.5e-3),
        (30e0, 0.6746958e0, 1.427562e0, 0.5289724e0, 1.702771e0, 30e0, 5e-4, 3.5e-3)
    ) as listed (
        count_of_events, lower_95, upper_95, lower_998, upper_998, base, tolerance_95, tolerance_998
    )
),

compared as (
    select
        'Byar' as form,
        count_of_events,
        abs({{ byar_lower('count_of_events', '95') }} / base - lower_95) as off_lower_95,
        abs({{ byar_upper('count_of_events', '95') }} / base - upper_95) as off_upper_95,
        abs({{ byar_lower('count_of_events', '99.8') }} / base - lower_998) as off_lower_998,
        abs({{ byar_upper('count_of_events', '99.8') }} / base - upper_998) as off_upper_998,
        1e-6 as tolerance_95,
        5e-6 as tolerance_998,
        lower_998 is null as is_95_alone
    from byar
    union all
    select
        'as used' as form,
        count_of_events,
        abs({{ poisson_lower('count_of_events', '95') }} / base - lower_95) as off_lower_95,
        abs({{ poisson_upper('count_of_events', '95') }} / base - upper_95) as off_upper_95,
        abs({{ poisson_lower('count_of_events', '99.8') }} / base - lower_998) as off_lower_998,
        abs({{ poisson_upper('count_of_events', '99.8') }} / base - upper_998) as off_upper_998,
        tolerance_95,
        tolerance_998,
        false as is_95_alone
    from poisson
)

select * from compared
where
    not coalesce(off_lower_95 <= tolerance_95 and off_upper_95 <= tolerance_95, false)
    or not (
        is_95_alone
        or coalesce(off_lower_998 <= tolerance_998 and off_upper_998 <= tolerance_998, false)
    )
