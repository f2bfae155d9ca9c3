-- one build, one id: the id of the dbt invocation that made the tables
with manifest as (
    select * from {{ ref('stg_landing__manifest') }}
)

select
    return_name,
    table_name,
    file_name,
    sheet_name,
    sha256,
    period,
    revision,
    rows_landed,
    published_on,
    is_superseded,
    reason,
    landed_at,
    '{{ var("trust_basis") }}' as codes_count_for,
    '{{ invocation_id }}' as build_id,
    '{{ var("project_version") }}' as project_version
from manifest
