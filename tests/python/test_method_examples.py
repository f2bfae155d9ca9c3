"""What the worked examples of docs/method.md quote is what the marts of the bundled returns say."""

import numpy as np
import pytest

from built_database import PROJECT, open_bundled

METHOD = " ".join((PROJECT / "docs" / "method.md").read_text(encoding="utf-8").split())
BARNSLEY = "trust_code = 'RFF' and financial_year = '2024-25'"
OF_YEAR = "financial_year = '2024-25'"
PEERS = "trust_code = 'RFF' and financial_year = '2024-25' and peer_set = 'ten nearest'"
BY_SET = (
    "(select replace(printf('£%.2fbn', {} / 1e9), '£-', '−£') from peer_robustness "
    "where financial_year = '2024-25' and spend_basis = '{}')"
)
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
    "peers": (
        f"string_agg(peer_trust_code || printf(' %.4f', distance), ', ' order by peer_rank) "
        f"from trust_peers where {PEERS}",
        "Its ten: {}.",
    ),
    "values of the peers": (
        "string_agg(printf('%,.2f', theirs.value_per_1000_gbp), ', ' order by peer_rank) "
        "from trust_peers join value_index as theirs on theirs.trust_code = peer_trust_code "
        "and theirs.financial_year = trust_peers.financial_year "
        "where trust_peers.trust_code = 'RFF' and trust_peers.financial_year = '2024-25'",
        "Their values: {}; mean",
    ),
    "value of the peers": (
        f"printf('£%,.2f', peer_value_per_1000_gbp), printf('£%,.2f', value_per_1000_gbp), "
        f"printf('%.4f', value_to_peers_ratio), value_rank_among_peers_low, "
        f"value_rank_among_peers_high from value_index where {BARNSLEY}",
        "mean {}. Barnsley's {} is {} times that: first of the eleven, interval {} to {}.",
    ),
    "distances": (
        "printf('%.2f', median(distance)), printf('%.2f', min(distance)), "
        "printf('%.2f', max(distance)), max_by(trust_code, distance) "
        "from trust_peers where financial_year = '2024-25' and peer_rank = 10",
        "the tenth is {} away for the median trust, {} at least and {} at most ({}).",
    ),
    "drivers": (
        "string_agg(printf('%s %.0f%%', replace(replace(dimension, '_', ' '), "
        "'largest definition', 'largest group'), 100 * share_of_variance), ', ' "
        "order by dimension = 'interaction', "
        "share_of_variance desc) from claim_drivers where financial_year = '2024-25'",
        "2024-25: {};",
    ),
    "the claims against peers": (
        "count(*), min(largest_at_or_above_reference), max(largest_at_or_above_reference), "
        "printf('−£%.2fbn', min(saving_gbp) / -1e9), printf('£%.2fbn', max(saving_gbp) / 1e9) "
        "from claim_specifications where financial_year = '2024-25' and reference = 'peers'",
        "Of the {} specifications C1 and C2 hold in none: at least {} trust of the group is at or "
        "above its peers, at most {}, and the saving is {} to {};",
    ),
    "the claims against the others": (
        "printf('−£%.2fbn', min(saving_gbp) / -1e9), printf('£%.2fbn', max(saving_gbp) / 1e9), "
        "count(*) filter (largest_at_or_above_reference = 0), count(*), "
        "count(*) filter (abs(saving_gbp - 8e9) <= 2e9) from claim_specifications "
        "where financial_year = '2024-25' and reference <> 'peers'",
        "against the others it is {} to {}, and C1 holds in {} of {}, C2 in {}.",
    ),
    "Barnsley against its peers": (
        f"printf('%.1f', saving_gbp / -1e6), printf('%.0f', saving_floored_gbp) "
        f"from savings_opportunity where {BARNSLEY} and largest_definition = 'all trusts' "
        f"and reference = 'peers' and spend_basis = 'costed'",
        "net −£{}m on costed expenditure, floored £{}.",
    ),
    "the largest by set of peers": (
        f"{BY_SET.format('min(largest_saving_net_gbp)', 'operating')}, "
        f"{BY_SET.format('max(largest_saving_net_gbp)', 'operating')}, "
        f"{BY_SET.format('min(largest_saving_net_gbp)', 'costed')}, "
        f"{BY_SET.format('max(largest_saving_net_gbp)', 'costed')}, "
        f"{BY_SET.format('min(saving_beyond_interval_gbp)', 'operating')}, "
        f"{BY_SET.format('max(saving_beyond_interval_gbp)', 'operating')}, "
        f"{BY_SET.format('min(saving_beyond_interval_gbp)', 'costed')}, "
        f"{BY_SET.format('max(saving_beyond_interval_gbp)', 'costed')}",
        "is {} (five peers) to {} (equal weights) on operating expenditure and {} (five) to {} "
        "(without teaching) on costed; that of all trusts beyond the interval {} to {} and {} to "
        "{}.",
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


def test_the_distance_to_the_nearest_peer_can_be_followed() -> None:
    with open_bundled() as connection:
        trusts = connection.execute(
            "from marts.trust_peers where financial_year = '2024-25' and peer_rank = 1"
        ).df()
    barnsley = trusts[trusts["trust_code"].eq("RFF")].iloc[0]
    written = {
        "activity": ("weighted_activity_gbp", "£{:,.0f}", True, 1),
        "need index": ("need_index", "{:.6f}", True, 1),
        "market forces factor": ("mff", "{:.6f}", True, 1),
        "teaching": ("is_teaching", "{:d}", False, 1),
        "admitted care": ("admitted_share", "{:.6f}", False, 1 / 4),
        "outpatients": ("outpatient_share", "{:.6f}", False, 1 / 4),
        "A&E": ("a_and_e_share", "{:.6f}", False, 1 / 4),
        "other care": ("other_share", "{:.6f}", False, 1 / 4),
    }
    together = 0.0
    for name, (column, form, in_logs, weight) in written.items():
        scale = np.log if in_logs else np.asarray
        deviation = scale(trusts[column]).astype(float).std(ddof=1)
        own, theirs = barnsley[column], barnsley[f"peer_{column}"]
        squared = ((float(scale(own)) - float(scale(theirs))) / deviation) ** 2
        together += weight * squared
        part = f"{squared:.6f}" if squared else "0"
        if weight < 1:
            part = f"¼ × {squared:.6f} = {weight * squared:.6f}"
        row = (
            f"| {name} | {form.format(own)} | {form.format(theirs)} | {deviation:.6f}"
            f"{' of ln' if in_logs else ''} | {part} |"
        )
        assert row in METHOD
    assert together**0.5 == pytest.approx(barnsley["distance"], rel=1e-9)
    assert f"Together {together:.6f}; distance √{together:.6f} = {together**0.5:.4f}." in METHOD


@pytest.mark.parametrize("spend_basis", ["costed", "operating"])
@pytest.mark.parametrize(("reference", "words"), [("mean", "others"), ("peers", "peers")])
def test_the_method_quotes_where_money_would_do_most(spend_basis, reference, words) -> None:
    with open_bundled() as connection:
        rows = connection.execute(
            "from marts.opportunity where financial_year = '2024-25' "
            "and spend_basis = ? and reference = ? and group_name in ('England', 'over £1.5bn')",
            [spend_basis, reference],
        ).df()
    rows = rows.set_index("group_name")
    sums = ["saving_net_gbp", "saving_floored_gbp", "saving_beyond_interval_gbp"]
    bn = (rows[sums] / 1e9).map("{:.2f}".format).map(lambda text: text.replace("-", "−"))
    share = f"{rows.loc['over £1.5bn', 'spend_share']:.0%}"
    row = [spend_basis, words, *bn.loc["England"], ", ".join([share, *bn.loc["over £1.5bn"]])]
    assert f"| {' | '.join(row)} |" in METHOD
