{#- dbt-spark fills a seed with values between quotes as they stand, in a session with 'None' for a
    cell that is empty: an apostrophe ends the text, a blank becomes a word. Here each cell is a
    literal of its own. model, agate_table: as dbt gives them; returns the last statement. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.column_types -%}
    {%- set statements = [] -%}
    {%- for chunk in agate_table.rows | batch(get_batch_size()) -%}
        {%- set rows = [] -%}
        {%- for row in chunk -%}
            {%- set cells = [] -%}
            {%- for cell in row -%}
                {%- set type = types.get(
                    agate_table.column_names[loop.index0], adapter.convert_type(agate_table, loop.index0)
                ) -%}
                {%- set text = 'null' if cell is none
                    else "'" ~ (cell | string | replace('\\', '\\\\') | replace("'", "\\'")) ~ "'" -%}
                {%- do cells.append('cast(' ~ text ~ ' as ' ~ type ~ ')') -%}
            {%- endfor -%}
            {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
        {%- endfor -%}
        {%- set statement = 'insert into ' ~ this ~ ' values\n' ~ rows | join(',\n') -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
        {%- do statements.append(statement) -%}
    {%- endfor -%}
    {{ return(statements | last) }}
{%- endmacro %}
