{#- The figures that a template of the seed claim_sentences may name in braces, as texts: a map of the name
    to SQL over int_findings__ledger. -#}
{% macro ledger_figures() -%}
    {%- set figures = {
        'claimed_trust': 'claimed_trust_code',
        'nearest': 'nearest_specification_id',
        'first_dimension': "replace(first_dimension, '_', ' ')",
        'leave_one_out_low_trust': 'leave_one_out_low_trust_code',
        'leave_one_out_high_trust': 'leave_one_out_high_trust_code',
        'largest_missing_codes': 'largest_missing_codes',
        'returns_without_a_file': 'returns_without_a_file',
        'largest_segment': 'largest_segment',
        'level': 'level',
        'widest_segment': 'widest_segment',
        'narrowest_segment': 'narrowest_segment',
        'holding': number_text('specifications_holding'),
        'specifications': number_text('specifications'),
        'largest_valued': number_text('largest_valued'),
        'regions_determinable': number_text('regions_determinable'),
        'tolerance_percent': number_text('100e0 * tolerance_share'),
        'first_percent': number_text('100e0 * first_share'),
        'chance_percent': number_text('100e0 * probability_of_as_many_by_chance', 1),
        'one_chance_in': number_text('1e0 / nullif(probability_of_all_by_chance, 0)'),
        'schedule_bn': number_text('schedule_cost_gbp / 1e9', 1),
        'need_percent': number_text('100e0 * need_share', 1),
        'largest_segment_percent': number_text('100e0 * largest_segment_share', 1),
        'community_percent': number_text('100e0 * community_share', 1),
        'outside_percent': number_text('100e0 * outside_episodes_share', 1),
        'not_assignable_percent': number_text('100e0 * not_assignable_share', 1),
        'outcome_percent': number_text('100e0 * outcome_share', 1),
        'widest_ratio': number_text('widest_ratio_p90_p10', 2),
        'narrowest_ratio': number_text('narrowest_ratio_p90_p10', 2),
    } -%}
    {#- amounts in the unit of the claim -#}
    {%- for name, column in {
        'our': 'our_value',
        'our_low': 'our_value_low',
        'our_high': 'our_value_high',
        'grid_min': 'grid_min',
        'grid_p25': 'grid_p25',
        'grid_p75': 'grid_p75',
        'grid_max': 'grid_max',
        'nearest_value': 'nearest_value',
        'leave_one_out_low': 'leave_one_out_low',
        'leave_one_out_high': 'leave_one_out_high',
        'with_carried_sizes': 'our_value_with_carried_sizes',
    }.items() -%}
        {%- do figures.update({name: claim_amount('claim_id', column)}) -%}
    {%- endfor -%}
    {{- return(figures) -}}
{%- endmacro %}
