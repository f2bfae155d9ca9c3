-- Without this a setting misspelt in the seed my_specification changes nothing without a word: the
-- reader takes the default's figures for the answer to another question. Each row is a setting that
-- cannot be read, with what was expected.
with settings as (
    select * from {{ ref('my_specification') }}
),

levels as (
    select * from {{ ref('specification_levels') }}
),

measures as (
    select distinct measure_id from {{ ref('quality_baskets') }}
    where measure_id is not null
),

trusts as (
    select distinct trust_code from {{ ref('int_trusts__cohort') }}
),

judged as (
    select
        settings.setting,
        settings.name,
        settings.value,
        case
            when
                settings.setting in ('activity_basis', 'spend_basis', 'quality_basket', 'reference')
                then
                    case
                        when levels.level is null
                            then 'name is to be a level of the seed specification_levels'
                    end
            when settings.setting = 'largest'
                then
                    case
                        when settings.name not in ('spend over', 'top by spend')
                            then 'name is to be `spend over` or `top by spend`'
                        when settings.value is null or settings.value <= 0
                            then 'value is to be a threshold in £, or a number of trusts'
                    end
            when settings.setting = 'weight'
                then
                    case
                        when measures.measure_id is null
                            then 'name is to be a measure of the seed quality_baskets'
                        when settings.value is null or settings.value <= 0
                            then 'value is to be a weight above 0'
                    end
            when settings.setting = 'exclude_trust'
                then
                    case
                        when trusts.trust_code is null
                            then 'name is to be the ODS code of a cohort trust'
                    end
            else
                'setting is to be activity_basis, spend_basis, quality_basket, weight, reference, '
                || 'largest or exclude_trust'
        end as problem
    from settings
    left join levels
        on settings.setting = levels.dimension and settings.name = levels.level
    left join measures on settings.name = measures.measure_id
    left join trusts on settings.name = trusts.trust_code
),

totals as (
    select
        'weight' as setting,
        'all of them' as name,
        sum(value) as value,
        'weights are to add up to 1' as problem
    from settings
    where setting = 'weight'
    having abs(sum(value) - 1e0) > 1e-9
),

doubles as (
    select
        setting,
        name,
        max(value) as value,
        'set more than once' as problem
    from settings
    where setting in ('weight', 'exclude_trust')
    group by setting, name
    having count(*) > 1
),

several as (
    select
        setting,
        min(name) as name,
        max(value) as value,
        'one row of this setting is expected' as problem
    from settings
    where setting not in ('weight', 'exclude_trust')
    group by setting
    having count(*) > 1
)

select * from judged
where problem is not null
union all
select * from totals
union all
select * from doubles
union all
select * from several
