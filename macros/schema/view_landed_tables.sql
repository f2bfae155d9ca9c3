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
    {%- if landed == 0 -%}
        {{ exceptions.raise_compiler_error(
            "Nothing is landed in " ~ landing_dir ~ ". Run `trust-value land` first (or `make run`, "
            ~ "which lands, builds and publishes)."
        ) }}
    {%- endif -%}
    {%- for source in graph.sources.values() | sort(attribute='unique_id') %}
    create schema if not exists {{ source.schema }};
    create or replace view {{ source.schema }}.{{ source.identifier }} as
    select * from read_parquet(
        '{{ landing_dir }}/{{ source.source_name }}/{{ source.name }}/*.parquet', union_by_name = true
    );
    {%- endfor %}
{%- endmacro %}
