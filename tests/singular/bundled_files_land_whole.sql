-- Without this a file issued again under its old name with half its rows builds green: every row it
-- still has is fine, and trusts only seem to have stopped reporting. The counts are committed in
-- landed_row_counts, whose description says how to refresh them; 5% either way is a correction.
with landed as (
    select
        return_name,
        table_name,
        file_name,
        rows_landed
    from {{ ref('stg_landing__manifest') }}
    where not is_superseded
),

expected as (
    select
        return_name,
        table_name,
        file_name,
        rows_expected
    from {{ ref('landed_row_counts') }}
),

compared as (
    select
        landed.return_name,
        landed.table_name,
        landed.file_name,
        landed.rows_landed,
        expected.rows_expected
    from landed
    inner join expected
        on
            landed.return_name = expected.return_name
            and landed.table_name = expected.table_name
            and landed.file_name = expected.file_name
)

select * from compared
where abs(rows_landed - rows_expected) > 0.05e0 * rows_expected
