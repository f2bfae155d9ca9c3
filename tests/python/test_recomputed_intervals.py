"""Intervals and probabilities of value_index against draws made a second time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recompute
import recompute_intervals
from built_database import PROJECT, RETURNS
from test_recomputed_marts import assert_published

RELATIVE = 1e-9
# ranks are whole and probabilities shares of 1,000 draws: rounding cannot excuse a difference
EXACT = [
    "value_rank_low",
    "value_rank_high",
    "value_rank_operating_low",
    "value_rank_operating_high",
    "probability_top_10",
    "probability_bottom_10",
    "probability_first",
]
NEAR = ["value_index_low", "value_index_high"]
bases = pytest.mark.parametrize("basis", recompute.BASES)


@pytest.fixture
def published(marts):
    """Figures of value_index of the bundled year by trust."""
    rows = marts.execute(
        "select * from marts.value_index where financial_year = ?", [recompute.YEAR]
    ).df()
    return rows.set_index("trust_code").sort_index()


@pytest.fixture
def both(published, basis):
    """Recomputed and published figures of a basis, trust by trust."""
    ours = recompute_intervals.intervals(RETURNS, basis).sort_index()
    assert ours.index.tolist() == published.index.tolist()
    return ours.astype(float), published[ours.columns].astype(float)


def assert_none(wrong, ours, mart):
    """Fails with the figures of the trusts that differ."""
    pairs = pd.DataFrame({"recomputed": ours, "published": mart})[wrong]
    assert pairs.empty, f"{ours.name}:\n{pairs.head(10)}"


@bases
@pytest.mark.parametrize("column", NEAR)
def test_bounds_of_the_index(both, column):
    """2.5% and 97.5% of the index over the draws (§6.4)."""
    ours, mart = (table[column] for table in both)
    assert mart.notna().all()
    assert_none(~np.isclose(ours, mart, rtol=RELATIVE, atol=0), ours, mart)


@bases
@pytest.mark.parametrize("column", EXACT)
def test_ranks_and_probabilities(both, column):
    """Bounds of the two ranks, and P(top 10), P(bottom 10) and P(first) (§6.4)."""
    ours, mart = (table[column] for table in both)
    assert_none(~(ours.eq(mart) | (ours.isna() & mart.isna())), ours, mart)


def test_every_column_of_the_draws_is_compared(published):
    """No interval or probability column is left unexamined; ranks among peers have their test."""
    drawn = published.columns[published.columns.str.contains(r"_(?:low|high)$|^probability_")]
    drawn = drawn[~drawn.str.contains("among_peers")]
    assert sorted(drawn) == sorted(EXACT + NEAR)


def test_basket_has_the_concentrations_of_the_method():
    """What is drawn here from §6.4 is what the seed draws from."""
    seed = pd.read_csv(PROJECT / "seeds" / "method" / "quality_baskets.csv")
    seed = seed[seed["quality_basket"].eq(recompute_intervals.BASKET)]
    assert (
        dict(zip(seed["measure_id"], seed["concentration"], strict=True))
        == recompute_intervals.concentrations()
    )


def test_interval_widths(marts):
    """Widths with the weights fixed, and with surer and less sure ones (§6.4)."""
    rows = recompute_intervals.interval_widths(RETURNS)
    assert_published(marts, rows, "interval_widths", ["weights_drawn"])
