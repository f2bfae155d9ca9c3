{#- The names of what variation_columns, systematic_variation and the limits say of a group of trusts
    (method §9.5), in the order in which every mart of variation has them. -#}
{% macro variation_column_names() -%}
    trusts,
    minimum,
    p10,
    p25,
    median,
    p75,
    p90,
    maximum,
    iqr,
    ratio_p90_p10,
    coefficient_of_variation,
    scv,
    tau_squared,
    outside_2sd_plain,
    outside_3sd_plain,
    outside_2sd_overdispersed,
    outside_3sd_overdispersed
{%- endmacro %}
