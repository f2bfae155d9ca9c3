{#- The uniform that one term of the gamma of a measure's weight is drawn from (method §6.4): the same
    on every engine and run. Arguments: columns. -#}
{% macro draw_of_weight(measure_id, term, draw) -%}
    {{ uniform_from_key(
        "'weight|' || " ~ measure_id ~ " || '|' || cast(" ~ term ~ " as string) || '|' || "
        ~ "cast(" ~ draw ~ " as string)"
    ) }}
{%- endmacro %}
