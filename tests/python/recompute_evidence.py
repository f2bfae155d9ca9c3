"""What weights, ranks and agreement are worth, computed a second time with pandas and numpy alone.

Written from the text of the method (§5.4 to §5.6, §9.7 to §9.9); the readers of the raw files are
those of recompute.py.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import recompute
from recompute import BASKETS, LATEST, YEAR, Z95

if TYPE_CHECKING:
    from pathlib import Path

BALANCED = BASKETS["balanced"]
BROAD = BASKETS["broad"]
# units a year: the pathways of twelve month ends are counted twelve times
COUNTED = {"mortality": 1, "readmissions": 1, "rtt_18_weeks": 12, "ae_4_hours": 1}
POINT_OF_DELIVERY = {"readmissions": "non_elective", "ae_4_hours": "a_and_e"}
POT_QUALITY = {
    "APC": {"mortality": 0.5, "readmissions": 0.5},
    "05_OP": {"rtt_18_weeks": 1.0},
    "11_A&E": {"ae_4_hours": 1.0},
    "OTHER": {},
}
RATINGS = {"Outstanding": 4, "Good": 3, "Requires improvement": 2, "Inadequate": 1}
LOWER_IS_BETTER = {"mortality", "readmissions", "length_of_stay"}


def spearman(left: np.ndarray, right: np.ndarray) -> float:
    """Pearson's correlation of mid-ranks (§9.7)."""
    ranks = [pd.Series(values).rank(method="average") for values in (left, right)]
    return float(np.corrcoef(*ranks)[0, 1])


def spearman_limits(rho: float, units: int) -> tuple[float, float]:
    """Bonett and Wright's 95% interval (§9.7)."""
    half = Z95 * np.sqrt((1 + rho**2 / 2) / (units - 3))
    return float(np.tanh(np.arctanh(rho) - half)), float(np.tanh(np.arctanh(rho) + half))


def quality_exchange(root: Path, basis: str) -> pd.DataFrame:
    """What a unit of each measure is worth: λ E Q ÷ units (§5.5)."""
    values = recompute.value_table(root, basis)
    measured = recompute.quality(root, basis)["numerator"].unstack("measure_id")
    landed = recompute.prices(root, basis)
    pieces = {}
    for measure, counted in COUNTED.items():
        units = measured[measure].reindex(values.index) / counted
        at_average = BALANCED[measure] * values["weighted_activity_gbp"] / units
        point = POINT_OF_DELIVERY.get(measure)
        pieces[measure] = pd.DataFrame(
            {
                "weight": BALANCED[measure],
                "units_count": units,
                "implied_price_gbp": at_average * values["quality_factor"],
                "implied_price_at_average_quality_gbp": at_average,
                "reference_price_gbp": landed[point] if point else np.nan,
            }
        )
    return pd.concat(pieces, names=["measure_id"]).rename_axis(["measure_id", "trust_code"])


def variants() -> dict[str, dict[str, float]]:
    """Weights of every variant but the one of pots (§5.5)."""
    found = {"as it is": BALANCED}
    for measure, weight in BALANCED.items():
        rest = {name: w / (1 - weight) for name, w in BALANCED.items() if name != measure}
        found |= {f"without {measure}": rest, f"{measure} alone": {measure: 1.0}}
    return found


def quality_by_pot(root: Path, basis: str) -> pd.Series:
    """Q of each trust with each pot at the quality of its own measures (§5.5)."""
    factors = recompute.quality(root, basis)["quality_factor"].unstack("measure_id")
    costs = recompute.pot_costs(root, basis)["rebased"].unstack("Mapping Pot")
    adjusted = sum(
        costs[pot].fillna(0)
        * np.exp(sum(w * np.log(factors[name]) for name, w in weights.items()) if weights else 0.0)
        for pot, weights in POT_QUALITY.items()
    )
    return adjusted / costs.sum(axis=1)


def value_by_quality(root: Path, basis: str) -> pd.DataFrame:
    """Index and rank of the default specification with other quality (§5.5)."""
    values = recompute.value_table(root, basis)
    qualities = {
        name: recompute.basket_factor(root, basis, weights) for name, weights in variants().items()
    } | {"pot by pot": quality_by_pot(root, basis)}
    spend = values["costed_expenditure_gbp"]
    pieces = {}
    for name, quality in qualities.items():
        table = pd.DataFrame({"quality_factor": quality.reindex(values.index)})
        produced = 1000 * values["weighted_activity_gbp"] * table["quality_factor"]
        table["value_per_1000_gbp"] = produced / spend
        pooled = np.average(table["value_per_1000_gbp"], weights=spend)
        table["value_index"] = 100 * table["value_per_1000_gbp"] / pooled
        table["value_rank"] = table["value_per_1000_gbp"].rank(ascending=False, method="min")
        table["rank_change"] = table["value_rank"] - values["value_rank"]
        pieces[name] = table
    return pd.concat(pieces, names=["variant"])


def persistence(root: Path) -> pd.DataFrame:
    """How far places last, for every measure with two years or more (§9.9)."""
    by_measure: dict[str, dict[str, pd.Series]] = {}
    for (measure, year), values in recompute.measures(root).items():
        by_measure.setdefault(measure, {})[year] = values.dropna().astype(float)
    rows = {}
    for measure, years in by_measure.items():
        sign = -1 if measure in LOWER_IS_BETTER else 1
        for first, second in combinations(sorted(years), 2):
            both = pd.concat([years[first], years[second]], axis=1, join="inner").to_numpy() * sign
            best = both >= np.percentile(both, 75, axis=0)
            rho = spearman(both[:, 0], both[:, 1])
            low, high = spearman_limits(rho, len(both))
            stayed = int((best[:, 0] & best[:, 1]).sum())
            rows[measure, first, second] = {
                "lag_years": int(second[:4]) - int(first[:4]),
                "trusts": len(both),
                "correlation": np.corrcoef(both.T)[0, 1],
                "spearman": rho,
                "spearman_low": low,
                "spearman_high": high,
                "best_quarter_trusts": int(best[:, 0].sum()),
                "stayed_trusts": stayed,
                "stayed_share": stayed / best[:, 0].sum(),
                "chance_share": best[:, 1].mean(),
            }
    keys = ["measure_id", "financial_year", "later_year"]
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(keys)


def growth(root: Path) -> pd.Series:
    """NHS England's productivity growth estimate by trust."""
    rows = pd.read_csv(recompute.in_folder(root, "nof", "*Productivity_Growth*.csv")[0])
    return rows.set_index("Trust_code")["Productivity growth estimate"]


def published_figures(root: Path) -> dict[str, pd.Series]:
    """What others publish of a trust, by name (§9.7)."""
    metrics = recompute.framework_metrics(root)
    league = pd.read_csv(recompute.in_folder(root, "nof", "*league-table*.csv")[0])
    rated = recompute.value_table(root, LATEST)["cqc_overall_rating"].map(RATINGS)
    return {
        "average_score": metrics["OF5002", "score"],
        "finance_and_productivity_score": metrics["OF4003", "score"],
        "implied_productivity": metrics["OF0085", "%"],
        "productivity_growth_estimate": growth(root),
        "league_rank": league.set_index("Trust_code")["Rank"],
        "cqc_rating": rated,
        "staff_engagement": metrics["OF0084", "score"],
    }


def our_figures(root: Path, basis: str) -> dict[str, pd.Series]:
    """Our figures by trust, higher better in all (§9.7)."""
    values = recompute.value_table(root, basis)
    on_operating = values["weighted_activity_gbp"] / values["operating_expenditure_gbp"]
    return {
        "value": values["value_per_1000_gbp"],
        "productivity_operating": on_operating,
        "cost_efficiency": values["cost_efficiency"],
        "health_alpha": recompute.health_alpha(root, basis)["health_alpha"],
    }


def external_agreement(root: Path) -> pd.DataFrame:
    """Spearman's correlation of each pair with its interval (§9.7)."""
    rows = {}
    for figure, ours in our_figures(root, LATEST).items():
        for name, theirs in published_figures(root).items():
            both = pd.concat([ours, theirs], axis=1, join="inner").dropna().to_numpy(float)
            rho = spearman(both[:, 0], both[:, 1])
            low, high = spearman_limits(rho, len(both))
            rows[figure, name] = {
                "trusts": len(both),
                "spearman": rho,
                "spearman_low": low,
                "spearman_high": high,
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["figure", "published_figure"])


def productivity_nowcast(root: Path) -> pd.DataFrame:
    """Value × (1 + growth) and its rank (§9.8)."""
    values = recompute.value_table(root, LATEST)
    table = values[["value_per_1000_gbp", "value_rank"]].copy()
    table["productivity_growth_share"] = growth(root).reindex(table.index)
    projected = table["value_per_1000_gbp"] * (1 + table["productivity_growth_share"])
    table["projected_value_per_1000_gbp"] = projected
    table["projected_rank"] = projected.rank(ascending=False, method="min")
    table["rank_change"] = table["projected_rank"] - table["value_rank"]
    return table.assign(financial_year=YEAR)
