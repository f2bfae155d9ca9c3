-- method: §7.1, second route: the prevalence of the trust's integrated care board, a cross-check of
-- the route through its catchment. A year has it from its practices where they are landed with
-- their boards, else from the published table of boards; other years have the nearest.
with boards as (
    select * from {{ ref('stg_qof__icb') }}
),

practices as (
    select * from {{ ref('stg_qof__practices') }}
    where register_count is not null and list_size > 0
),

practice_boards as (
    select
        practice_code,
        financial_year,
        icb_code
    from {{ ref('stg_qof__practice_areas') }}
    where icb_code is not null
    union all
    select
        practice_code,
        financial_year,
        'ENG' as icb_code
    from {{ ref('stg_qof__practice_areas') }}
    where icb_code is not null
),

trusts as (
    select * from {{ ref('int_trusts__trusts') }}
    where is_in_cohort
),

years as (
    select * from {{ ref('int_trusts__years') }}
),

every_register as (
    select
        2 as source_rank,
        'published table' as icb_prevalence_source,
        financial_year,
        area_code as icb_code,
        condition_code,
        register_count,
        list_size
    from boards
    union all
    select
        1 as source_rank,
        'practices' as icb_prevalence_source,
        practices.financial_year,
        practice_boards.icb_code,
        practices.condition_code,
        sum(practices.register_count) as register_count,
        sum(practices.list_size) as list_size
    from practices
    inner join practice_boards using (practice_code, financial_year)
    group by practices.financial_year, practice_boards.icb_code, practices.condition_code
),

registers as (
    select * from every_register
    qualify dense_rank() over (partition by financial_year order by source_rank) = 1
),

compared as (
    select
        trusts.trust_code,
        board.condition_code,
        board.icb_prevalence_source,
        board.financial_year as icb_prevalence_year,
        board.register_count / nullif(board.list_size, 0) as icb_prevalence_share,
        (board.register_count / nullif(board.list_size, 0))
        / nullif(england.register_count / nullif(england.list_size, 0), 0) as icb_ratio_to_england
    from trusts
    inner join registers as board on trusts.icb_code = board.icb_code
    inner join registers as england
        on
            board.financial_year = england.financial_year
            and board.condition_code = england.condition_code
            and england.icb_code = 'ENG'
),

nearest as (
    select
        compared.trust_code,
        years.financial_year,
        compared.condition_code,
        compared.icb_prevalence_source,
        compared.icb_prevalence_year,
        compared.icb_prevalence_share,
        compared.icb_ratio_to_england
    from compared
    cross join years
    qualify
        row_number() over (
            partition by compared.trust_code, years.financial_year, compared.condition_code
            order by
                abs(
                    {{ financial_year_number('years.financial_year') }}
                    - {{ financial_year_number('compared.icb_prevalence_year') }}
                ),
                compared.icb_prevalence_year desc
        ) = 1
)

select * from nearest
