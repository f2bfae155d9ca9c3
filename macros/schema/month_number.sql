{#- The month (01 to 12, text) that a name in English begins: JAN, january, Sept. -#}
{% macro month_number(name) -%}
    case upper(substr(trim({{ name }}), 1, 3))
        {%- for month in ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] %}
        when '{{ month }}' then '{{ '%02d' | format(loop.index) }}'
        {%- endfor %}
    end
{%- endmacro %}
