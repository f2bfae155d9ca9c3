-- method: §7.1, second route: the prevalence of the trust's integrated care board, a cross-check of
-- the route through its catchment.
with registers as (
    select * from {{ ref('stg_qof__icb') }}
    qualify dense_rank() over (order by financial_year desc) = 1
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
),

compared as (
    select
        trusts.trust_code,
        boards.condition_code,
        boards.financial_year as icb_prevalence_year,
        boards.register_count / nullif(boards.list_size, 0) as icb_prevalence_share,
        (boards.register_count / nullif(boards.list_size, 0))
        / nullif(england.register_count / nullif(england.list_size, 0), 0) as icb_ratio_to_england
    from trusts
    inner join registers as boards on trusts.icb_code = boards.area_code
    inner join registers as england
        on boards.condition_code = england.condition_code and england.area_code = 'ENG'
)

select * from compared
