{#- Kind of admission by the first character of the method of admission, as the NHS Data Dictionary groups
    its codes: 11 to 13 elective, 21 to 2D emergency, 31 and 32 maternity, 81 to 84 other (transfers and
    babies). 89, 98, 99 and blanks say nothing. column: text column as landed. -#}
{% macro admission_kind(column) -%}
    case
        when trim({{ column }}) in ('89', '98', '99') then 'unknown'
        when trim({{ column }}) like '1%' then 'elective'
        when trim({{ column }}) like '2%' then 'emergency'
        when trim({{ column }}) like '3%' then 'maternity'
        when trim({{ column }}) like '8%' then 'other'
        else 'unknown'
    end
{%- endmacro %}
