{#- The marks that publishers write where a figure would stand, lower case, by what they mean.
    An empty cell is missing. A mark that is not here fails the test `numbers_are_readable`. -#}
{% macro known_marks() -%}
    {{- return({
        'suppressed': ['*', '**', 'c', '[c]'],
        'not_applicable': ['-', 'n/a', 'na', 'z', '[z]', 'not applicable', 'err!', '#div/0!'],
        'missing': ['', ':', '..', '#n/a', 'null', 'no data provided', '[x]', 'x', '#ref!', '#value!', '#name?',
            '#num!', '#null!'],
    }) -}}
{%- endmacro %}
