{#- Makes each declared source table a view over the Parquet files landed for it, so that no model
    holds a path and unit tests can give rows for a source. Runs before every dbt command that runs
    models (dbt_project.yml, on-run-start). A return that is not landed yet has a file without rows:
    an empty table. Raises a compiler error that says what to do where nothing was landed at all. -#}
{% macro view_landed_tables() -%}
    {%- if execute -%}
        {{- adapter.dispatch('view_landed_tables')() -}}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__view_landed_tables() -%}
    {%- set landing_dir = var('landing_dir') -%}
    {%- set landed = run_query(
        "select count(*) from glob('" ~ landing_dir ~ "/*/*/*.parquet')"
    ).columns[0].values()[0] -%}
    {%- if landed == 0 -%}{{ nothing_is_landed(landing_dir) }}{%- endif -%}
    {%- for source in graph.sources.values() | sort(attribute='unique_id') %}
    create schema if not exists {{ source.schema }};
    create or replace view {{ source.schema }}.{{ source.identifier }} as
    select * from read_parquet(
        '{{ landing_dir }}/{{ source.source_name }}/{{ source.name }}/*.parquet', union_by_name = true
    );
    {%- endfor %}
{%- endmacro %}

{#- Spark: external tables with the columns that the source declares, so that no file need be opened
    to learn them; a landed file holds those, what its name gave and where each row stood. -#}
{% macro spark__view_landed_tables() -%}
    {%- set landing_dir = var('landing_dir') -%}
    {%- if not modules.re.match('/|[a-z0-9]+:', landing_dir) -%}
        {%- set landing_dir = invocation_args_dict.project_dir ~ '/' ~ landing_dir -%}
    {%- endif -%}
    {%- for source in graph.sources.values() | sort(attribute='unique_id') -%}
        {%- set types = {} -%}
        {%- for column in source.columns.values() -%}
            {%- do types.update({column.name: column.data_type or 'string'}) -%}
        {%- endfor -%}
        {%- if source.config.meta.landing -%}
            {%- for name in modules.re.findall(
                '[(][?]P<([a-z_]+)>', source.config.meta.landing | string
            ) -%}
                {%- do types.update({'_' ~ name: 'string'}) -%}
            {%- endfor -%}
            {%- do types.update(
                {'_file': 'string', '_sheet': 'string', '_row': 'bigint', '_sha256': 'string'}
            ) -%}
        {%- endif -%}
        {%- set columns = [] -%}
        {%- for name, type in types.items() -%}{%- do columns.append(name ~ ' ' ~ type) -%}{%- endfor -%}
        {%- set table = source.schema ~ '.' ~ source.identifier -%}
        {%- do run_query('create schema if not exists ' ~ source.schema) -%}
        {%- do run_query('drop table if exists ' ~ table) -%}
        {%- do run_query(
            'create table ' ~ table ~ ' (' ~ columns | join(', ') ~ ") using parquet location '"
            ~ landing_dir ~ '/' ~ source.source_name ~ '/' ~ source.name ~ "'"
        ) -%}
    {%- endfor -%}
    {%- if run_query('select 1 from landing.manifest limit 1') | length == 0 -%}
        {{ nothing_is_landed(landing_dir) }}
    {%- endif -%}
{%- endmacro %}

{#- Ends the command: there is nothing to build on. -#}
{% macro nothing_is_landed(landing_dir) -%}
    {{ exceptions.raise_compiler_error(
        "Nothing is landed in " ~ landing_dir ~ ". Run `trust-value land` first (or `make run`, "
        ~ "which lands, builds and publishes)."
    ) }}
{%- endmacro %}
