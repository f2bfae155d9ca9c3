{#- dbt-spark writes descriptions of columns to Delta, Hudi and Iceberg tables only. A table that is
    made from a view whose columns have comments keeps them, whatever its format, without a
    statement a column. temporary, relation, compiled_code, language: as dbt gives them. -#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if temporary or not config.persist_column_docs() -%}
        {{- dbt.spark__create_table_as(temporary, relation, compiled_code, language) -}}
    {%- else -%}
        {%- set described = [] -%}
        {%- for column in get_column_schema_from_query(compiled_code) -%}
            {%- do described.append(get_column_comment_sql(column.name, model.columns)) -%}
        {%- endfor -%}
        {%- do run_query(
            'create or replace temporary view ' ~ described_view(relation) ~ ' ('
            ~ described | join(', ') ~ ') as ' ~ compiled_code
        ) -%}
        {{- dbt.spark__create_table_as(
            temporary, relation, 'select * from ' ~ described_view(relation), language
        ) -}}
    {%- endif -%}
{%- endmacro %}

{#- The view's name. -#}
{% macro described_view(relation) -%}described__{{ relation.identifier }}{%- endmacro %}

{#- The table has its comments from the view, which has served. -#}
{% macro spark__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- if config.persist_column_docs() -%}
        {%- do run_query('drop view if exists ' ~ described_view(relation)) -%}
    {%- endif -%}
{%- endmacro %}
