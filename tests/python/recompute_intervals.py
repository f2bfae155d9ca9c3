"""The draws behind the intervals and probabilities of value_index, made a second time (§6.4).

A number of the method is its key's md5, so the same keys must give the same draws here: they are
the one thing taken over from the warehouse. Quantile, gammas, ranks and percentiles are Python's
and numpy's own; the values that are drawn around come from recompute.py.
"""

from __future__ import annotations

import hashlib
from functools import cache
from math import fsum, log
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recompute import BASKETS, LATEST, LOWER_IS_BETTER, YEAR, quality, value_table

if TYPE_CHECKING:
    from pathlib import Path

DRAWS = range(1, 1001)
# §6.4: c_k = max(1, round(16 λ_k)), weights of zero staying zero
CONCENTRATION = 16
# how weights are drawn: Dirichlet of that concentration; None is not at all
WAYS = {"as seeded": CONCENTRATION, "fixed": None, "concentration 4": 4, "concentration 64": 64}
BASKET = "balanced"
LOWEST_AND_HIGHEST = 10


def uniform(*parts: object) -> float:
    """A number in (0, 1) from a key: the first 52 bits of its md5, half a step up."""
    digest = hashlib.md5("|".join(map(str, parts)).encode(), usedforsecurity=False).digest()
    return ((int.from_bytes(digest[:7], "big") >> 4) + 0.5) / 2**52


@cache
def concentrations(total: int = CONCENTRATION) -> dict[str, int]:
    """Dirichlet parameter of every measure that has a weight, a whole number."""
    weights = {measure: weight for measure, weight in BASKETS[BASKET].items() if weight > 0}
    return {measure: max(1, round(total * share)) for measure, share in weights.items()}


@cache
def drawn_weights(total: int | None) -> pd.DataFrame:
    """Weights by draw and measure: gammas of whole shape over their sum, or the basket's own.

    A gamma of any shape sums the first terms of one row of terms.
    """
    if total is None:
        return pd.DataFrame(BASKETS[BASKET], index=DRAWS)
    gammas = {
        measure: [
            fsum(-log(uniform("weight", measure, term, draw)) for term in range(1, shape + 1))
            for draw in DRAWS
        ]
        for measure, shape in concentrations(total).items()
    }
    table = pd.DataFrame(gammas, index=DRAWS)
    return table.div(table.sum(axis=1), axis=0)


@cache
def deviates(measure: str, trust: str) -> np.ndarray:
    """Standard normal deviates of a trust's measure in the year, one a draw, on either basis."""
    quantile = NormalDist().inv_cdf
    return np.array([quantile(uniform("error", measure, trust, YEAR, draw)) for draw in DRAWS])


@cache
def drawn_factors(root: Path, basis: str, measure: str) -> np.ndarray:
    """ln of a measure's quality factor by trust and draw; scaling constants stay as they are."""
    rows = quality(root, basis).xs(measure, level="measure_id")
    rows = rows.reindex(value_table(root, basis).index)
    logs = np.repeat(np.log(rows[["quality_factor"]].to_numpy()), len(DRAWS), axis=1)
    if measure in LOWER_IS_BETTER:
        # ln(O/E) is drawn with variance 1/E, and enters as expected ÷ observed
        errors = np.array([deviates(measure, trust) for trust in rows.index])
        logs -= errors / np.sqrt(rows[["expected"]].to_numpy())
    return logs


@cache
def drawn_quality(root: Path, basis: str, total: int | None) -> pd.DataFrame:
    """Quality factor Q by trust and draw."""
    weights = drawn_weights(total)
    logs = sum(
        drawn_factors(root, basis, measure) * weights[measure].to_numpy() for measure in weights
    )
    return pd.DataFrame(np.exp(logs), index=value_table(root, basis).index, columns=DRAWS)


def drawn_values(
    root: Path, basis: str, spend_column: str, total: int | None = CONCENTRATION
) -> pd.DataFrame:
    """Value per £1,000 of a kind of spend, by trust and draw, of trusts that have the spend."""
    table = value_table(root, basis)
    fixed = 1000 * table["weighted_activity_gbp"] / table[spend_column]
    return drawn_quality(root, basis, total).mul(fixed, axis=0)[fixed.notna()]


def rank_bounds(ranks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """2.5% and 97.5% points of ranks by trust, rounded away from each other."""
    low, high = np.percentile(ranks, [2.5, 97.5], axis=1)
    return pd.Series(np.floor(low), ranks.index), pd.Series(np.ceil(high), ranks.index)


@cache
def intervals(root: Path, basis: str) -> pd.DataFrame:
    """The interval and probability columns of value_index by trust."""
    published = value_table(root, basis)
    values = drawn_values(root, basis, "costed_expenditure_gbp")
    index_of_one = published["value_index"] / published["value_per_1000_gbp"]
    table = pd.DataFrame(index=published.index)
    for name, percent in (("low", 2.5), ("high", 97.5)):
        table[f"value_index_{name}"] = index_of_one * np.percentile(values, percent, axis=1)
    ranks = values.rank(ascending=False, method="min")
    table["value_rank_low"], table["value_rank_high"] = rank_bounds(ranks)
    table["probability_top_10"] = (ranks <= LOWEST_AND_HIGHEST).mean(axis=1)
    table["probability_bottom_10"] = (ranks > len(ranks) - LOWEST_AND_HIGHEST).mean(axis=1)
    table["probability_first"] = (ranks == 1).mean(axis=1)
    operating = drawn_values(root, basis, "operating_expenditure_gbp")
    low, high = rank_bounds(operating.rank(ascending=False, method="min"))
    # a trust without accounts has no operating rank
    table["value_rank_operating_low"] = low
    table["value_rank_operating_high"] = high
    return table


def interval_widths(root: Path) -> pd.DataFrame:
    """How wide the intervals of the default are, by how its weights are drawn."""
    published = value_table(root, LATEST)
    index_of_one = published["value_index"] / published["value_per_1000_gbp"]
    rows = {}
    for way, total in WAYS.items():
        values = drawn_values(root, LATEST, "costed_expenditure_gbp", total)
        low, high = np.percentile(values, [2.5, 97.5], axis=1)
        rank_low, rank_high = rank_bounds(values.rank(ascending=False, method="min"))
        rows[way] = {
            "trusts": len(values),
            "value_index_width_median": np.median((high - low) * index_of_one),
            "value_rank_width_median": np.median(rank_high - rank_low),
            "value_rank_width_maximum": (rank_high - rank_low).max(),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("weights_drawn")
