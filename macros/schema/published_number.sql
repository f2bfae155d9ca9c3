{#- A published figure as a double, null where a mark stands. Takes pound signs and thousands
    separators (£1,234.5), and exponents of two digits, as one of three is infinity or nothing; anything else that is neither a number nor a known mark becomes null here
    and fails the test `numbers_are_readable` with its file, row and column.
    column: text column as landed. -#}
{% macro published_number(column) -%}
    case
        when {{ matches("trim(" ~ column ~ ")", var('number_pattern')) }}
            then try_cast(replace(replace(trim({{ column }}), ',', ''), '£', '') as double)
    end
{%- endmacro %}
