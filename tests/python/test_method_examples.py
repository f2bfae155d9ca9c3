"""What the worked examples of docs/method.md quote is what the marts of the bundled returns say."""

import pytest

from built_database import PROJECT, open_bundled

METHOD = " ".join((PROJECT / "docs" / "method.md").read_text(encoding="utf-8").split())
BARNSLEY = "trust_code = 'RFF' and financial_year = '2024-25'"
OF_YEAR = "financial_year = '2024-25'"
NATIONAL = "financial_year = '2024-25' and measure_id"

# a figure of a mart, printed, and the words of the method it stands in
QUOTED = {
    "value": (
        f"printf('£%,.2f', value_per_1000_gbp), value_rank, value_rank_low, value_rank_high "
        f"from value_index where {BARNSLEY}",
        "= {} per £1,000: rank {}, 95% interval {} to {}.",
    ),
    "value per £1,000 of operating expenditure": (
        f"printf('£%,.2f', value_per_1000_gbp_operating), value_rank_operating, "
        f"value_rank_operating_low, value_rank_operating_high from value_index where {BARNSLEY}",
        "{}, rank {}, interval {} to {}.",
    ),
    "prevalence": (
        f"printf('%.4f', 100 * prevalence_share), printf('%.4f', 100 * england_share), "
        f"printf('%.4f', ratio_to_england) from trust_prevalence "
        f"where {BARNSLEY} and condition = 'CHD'",
        "= {}%. England's is {}%: {} times as common.",
    ),
    "prevalence of the board": (
        f"printf('%.4f', icb_ratio_to_england), printf('%.4f', ratio_to_england) "
        f"from trust_prevalence where {BARNSLEY} and condition = 'DM'",
        "for Barnsley and diabetes {} times England's, through its catchment {}.",
    ),
    "need index": (
        f"printf('%.4f', need_index), printf('%.4f', predicted_ratio), "
        f"printf('%,.0f', observed_deaths), printf('%,.0f', expected_deaths), "
        f"printf('%.4f', mortality_ratio) from health_alpha "
        f"where {BARNSLEY} and variant = 'casemix'",
        "need {} predict a ratio of {}; observed {} ÷ {} = {};",
    ),
    "health alpha": (
        f"printf('%.1f', health_alpha), printf('%.1f', health_alpha_low), "
        f"printf('%.1f', health_alpha_high) from health_alpha "
        f"where {BARNSLEY} and variant = 'casemix'",
        "= {}, standard error 2.29 ({} to {}).",
    ),
    "health alpha by population": (
        f"printf('%,.1f', expected_deaths), printf('%.4f', mortality_ratio), "
        f"printf('%.1f', abs(health_alpha)), printf('%.1f', abs(health_alpha_low)), "
        f"printf('%.1f', health_alpha_high) from health_alpha "
        f"where {BARNSLEY} and variant = 'population'",
        "Barnsley: 1,610 ÷ {} = {}, alpha −{} (−{} to {}).",
    ),
    "the fit": (
        f"printf('%.5f', abs(intercept)), printf('%.5f', slope) from health_alpha_fit "
        f"where {OF_YEAR} and variant = 'casemix'",
        "a = −{}, b = {} and need",
    ),
    "alpha and size, casemix": (
        f"printf('%.1f', alpha_size_slope), printf('%.1f', abs(alpha_size_slope_low)), "
        f"printf('%.1f', alpha_size_slope_high) from health_alpha_fit "
        f"where {OF_YEAR} and variant = 'casemix'",
        "`casemix` ({} per unit of ln spend, −{} to {})",
    ),
    "alpha and size, population": (
        f"printf('%.1f', abs(alpha_size_slope)), printf('%.1f', abs(alpha_size_slope_low)), "
        f"printf('%.1f', abs(alpha_size_slope_high)) from health_alpha_fit "
        f"where {OF_YEAR} and variant = 'population'",
        "`population` (−{}, −{} to −{})",
    ),
    "deaths against a benchmark": (
        f"printf('%.0f', abs(deaths_above_benchmark)), "
        f"printf('%.1f', abs(deaths_above_benchmark_low)), "
        f"printf('%.1f', abs(deaths_above_benchmark_high)) from outcome_opportunity "
        f"where {BARNSLEY} and variant = 'casemix' and benchmark = '1'",
        "1,610 − 1,740 = −{}; Byar's interval of 1,610 is 1,532.3 to 1,690.6, so −{} to −{}.",
    ),
    "limits of mortality": (
        f"printf('%.2f', phi), printf('%.7f', tau_squared), "
        f"printf('%.4f', lower_95_overdispersed), printf('%.4f', ratio) from funnel_limits "
        f"where {BARNSLEY} and measure_id = 'mortality'",
        "φ {}, τ² {}; Barnsley's lower 95% limit exp(−1.959964 × √(1/1,740 + 0.0066472)) = {}; "
        "its ratio of {} is inside.",
    ),
    "limits of readmissions": (
        f"printf('%.2f', phi), printf('%.7f', tau_squared), "
        f"printf('%.4f', upper_95_overdispersed), printf('%.4f', ratio), "
        f"printf('%.4f', upper_95_plain) from funnel_limits "
        f"where {BARNSLEY} and measure_id = 'readmissions'",
        "φ {}, τ² {}; Barnsley's upper 95% limit (1 + 1.959964 × √(0.25/5,839.1 + 0.0025862))² "
        "= {}; its ratio of {} is inside, and outside the plain limit of {}.",
    ),
    "systematic variation": (
        f"trusts, printf('%.3f', scv) from variation "
        f"where group_kind = 'England' and {NATIONAL} = 'mortality'",
        "to the mean of {}, which makes {}.",
    ),
    "opportunity": (
        f"printf('%.4f', value - distance_to_top_quartile), printf('%.4f', value), "
        f"printf('%.0f', opportunity) from trust_position "
        f"where {BARNSLEY} and measure_id = 'readmissions'",
        "118 ratios is {0}; 6,070 × (1 − {0} ÷ {1}) = {2}.",
    ),
    "prices of quality": (
        "printf('%,.0f', max(implied_price_gbp) filter (measure_id = 'mortality')), "
        "printf('%,.0f', max(implied_price_gbp) filter (measure_id = 'readmissions')), "
        "printf('%,.0f', max(implied_price_gbp) filter (measure_id = 'rtt_18_weeks')), "
        "printf('%,.0f', max(implied_price_gbp) filter (measure_id = 'ae_4_hours')) "
        f"from quality_exchange where {BARNSLEY}",
        "÷ 1,610 deaths £{}, ÷ 6,070 readmissions £{}, ÷ 16,189 pathways £{}, ÷ 70,553 "
        "attendances £{}.",
    ),
    "rank with other quality": (
        "max(rank_as_it_is_low), max(rank_as_it_is_high), "
        "max(value_rank) filter (variant = 'without mortality'), "
        "max(value_rank) filter (variant = 'without readmissions'), "
        "max(value_rank) filter (variant = 'without rtt_18_weeks'), "
        "max(value_rank) filter (variant = 'without ae_4_hours'), "
        f"max(value_rank) filter (variant = 'pot by pot') from value_by_quality where {BARNSLEY}",
        "Rank 13 ({} to {}) becomes {} without mortality, {} without readmissions, {} without 18 "
        "weeks, {} without 4 hours, and {} pot by pot.",
    ),
    "broad basket": (
        f"printf('%.6f', quality) from intermediate.int_quality__baskets "
        f"where {BARNSLEY} and quality_basket = 'broad'",
        "On `broad` its Q is {} ",
    ),
    "agreement with others": (
        "max(trusts), printf('−%.3f', -max(spearman)), printf('−%.3f', -max(spearman_low)), "
        "printf('−%.3f', -max(spearman_high)) from external_agreement "
        "where figure = 'value' and published_figure = 'average_score'",
        "2024-25, {} trusts: value with the framework's average score {} ({} to {};",
    ),
    "cost efficiency and the finance score": (
        "printf('%.3f', spearman), printf('−%.3f', -spearman_low), printf('%.3f', spearman_high) "
        "from external_agreement where figure = 'cost_efficiency' "
        "and published_figure = 'finance_and_productivity_score'",
        "with the finance and productivity score {} ({} to {}), where one would",
    ),
    "projection": (
        "printf('%.7f', productivity_growth_share), "
        "printf('£%,.2f', projected_value_per_1000_gbp), value_rank, projected_rank "
        f"from productivity_nowcast where {BARNSLEY}",
        "× (1 + {}) = {} for 2025-26; rank {} would be {}.",
    ),
    "persistence": (
        "printf('%.0f%%', 100 * sum(stayed_trusts) filter (lag_years = 1) "
        "/ sum(best_quarter_trusts) filter (lag_years = 1)), "
        "sum(stayed_trusts) filter (lag_years = 1), "
        "sum(best_quarter_trusts) filter (lag_years = 1), "
        "printf('%.0f%%', 100 * sum(stayed_trusts) filter (lag_years = 5) "
        "/ sum(best_quarter_trusts) filter (lag_years = 5)), "
        "sum(stayed_trusts) filter (lag_years = 5), "
        "sum(best_quarter_trusts) filter (lag_years = 5) "
        "from persistence where measure_id = 'readmissions'",
        "{} of the best quarter are in it one year on ({} of {}), {} after five ({} of {}),",
    ),
    "agreement of the routes": (
        "max(trusts), printf('%.2f', min(correlation)), printf('%.2f', max(correlation)) "
        "from prevalence_agreement",
        "over {} trusts the correlation runs from {} (osteoporosis, palliative care) to {} (PAD).",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUOTED)
def test_the_method_quotes_the_mart(name: str) -> None:
    columns, words = QUOTED[name]
    with open_bundled() as connection:
        connection.execute("set search_path = 'marts'")
        [figures] = connection.execute(f"select {columns}").fetchall()
    assert words.format(*figures) in METHOD
