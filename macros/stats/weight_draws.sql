{#- A query: draws of the weights of a basket's measures (method §6.4), one row a kind, measure and draw
    1 to `draws`. Dirichlet: gammas of whole shape as sums of -ln(u), over their sum; kinds share their
    terms. shapes: relation of kind, measure_id and shape (1 to 64; of 0 nothing is drawn). -#}
{% macro weight_draws(shapes, draws) -%}
    select
        kind,
        draw,
        measure_id,
        gamma / sum(gamma) over (partition by kind, draw) as weight
    from (
        select
            shapes.kind,
            gamma_terms.draw,
            gamma_terms.measure_id,
            sum(-ln(gamma_terms.uniform)) as gamma
        from (
            select
                draws.draw,
                longest.measure_id,
                terms.term,
                {{ draw_of_weight('longest.measure_id', 'terms.term', 'draws.draw') }} as uniform
            from ({{ whole_numbers(draws, 'draw') }}) as draws
            cross join (
                select
                    measure_id,
                    max(shape) as shape
                from {{ shapes }}
                group by measure_id
            ) as longest
            inner join ({{ whole_numbers(64, 'term') }}) as terms on longest.shape >= terms.term
        ) as gamma_terms
        inner join {{ shapes }} as shapes
            on
                gamma_terms.measure_id = shapes.measure_id
                and gamma_terms.term <= shapes.shape
        group by shapes.kind, gamma_terms.draw, gamma_terms.measure_id
    ) as gammas
{%- endmacro %}
