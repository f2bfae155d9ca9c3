-- Bonett and Wright's interval (method §9.7): ρ = 0.5 of 28 units is 0.549306 ± 1.959964 ×
-- √(1.125 ÷ 25) on Fisher's scale, and ρ = 0 of 103 units is ± tanh(0.1959964). A perfect
-- correlation, rounded beyond 1, and two units have none.
with examples as (
    select
        0.5e0 as rho,
        28 as units,
        0.132747e0 as low,
        0.746533e0 as high
    union all
    select
        0e0 as rho,
        103 as units,
        -0.193525e0 as low,
        0.193525e0 as high
    union all
    select
        1.0000000001e0 as rho,
        28 as units,
        cast(null as double) as low,
        cast(null as double) as high
    union all
    select
        0.5e0 as rho,
        2 as units,
        cast(null as double) as low,
        cast(null as double) as high
),

found as (
    select
        rho,
        units,
        low,
        high,
        {{ spearman_limit('rho', 'units', '-') }} as found_low,
        {{ spearman_limit('rho', 'units', '+') }} as found_high
    from examples
)

select * from found
where
    coalesce(abs(found_low - low) > 1e-6, found_low is not null or low is not null)
    or coalesce(abs(found_high - high) > 1e-6, found_high is not null or high is not null)
