"""What weights, ranks and agreement are worth, against a second computation and the oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import recompute
import recompute_evidence as again
from built_database import RETURNS
from test_recomputed_marts import assert_published, bases, of_year

if TYPE_CHECKING:
    import duckdb

YEAR = recompute.YEAR


@bases
def test_what_a_unit_of_quality_is_worth(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Every trust and measure (§5.5)."""
    rows = again.quality_exchange(RETURNS, basis)
    assert_published(marts, rows, "quality_exchange", ["measure_id", "trust_code"], of_year(YEAR))


def test_the_median_prices_are_those_of_the_method(bundled: duckdb.DuckDBPyConnection) -> None:
    """§5.5: about £69,000 a death, £22,500 a readmission, £5,400 a pathway, £1,240 an attendance.

    These are the medians at Q = 1; at each trust's own quality they are 1 to 2 per cent lower.
    """
    query = "select measure_id, median(implied_price_at_average_quality_gbp), "
    query += "median(implied_price_gbp) from marts.quality_exchange group by all"
    found = {name: prices for name, *prices in bundled.execute(query).fetchall()}
    about = {
        "mortality": 69_100,
        "readmissions": 22_456,
        "rtt_18_weeks": 5_383,
        "ae_4_hours": 1_238,
    }
    assert {name: round(prices[0], -2 if name == "mortality" else 0)
            for name, prices in found.items()} == about  # fmt: skip
    assert all(0.97 < own / average < 1 for average, own in found.values())


@bases
def test_value_with_other_quality(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Index, rank and change of every variant (§5.5)."""
    rows = again.value_by_quality(RETURNS, basis)
    keys = ["variant", "trust_code"]
    assert_published(marts, rows, "value_by_quality", keys, of_year(YEAR))


def test_what_leaving_a_measure_out_does_to_ranks() -> None:
    """§5.5: 37, 44, 36 and 27 places at most; pot by pot Barnsley is 12th and ρ is 0.985."""
    rows = again.value_by_quality(RETURNS, recompute.LATEST)
    largest = rows["rank_change"].abs().groupby("variant").max()
    omitted = [largest[f"without {name}"] for name in again.BALANCED]
    assert omitted == [37, 44, 36, 27]
    assert rows.loc[("pot by pot", "RFF"), "value_rank"] == 12
    values = rows["value_per_1000_gbp"].unstack("variant")
    assert again.spearman(values["as it is"], values["pot by pot"]) == pytest.approx(
        0.985, abs=5e-4
    )


def test_how_far_places_last(bundled: duckdb.DuckDBPyConnection) -> None:
    """Every measure with two years or more (§9.9)."""
    rows = again.persistence(RETURNS)
    keys = ["measure_id", "financial_year", "later_year"]
    assert set(rows.index.unique("measure_id")) == {"readmissions", "rtt_18_weeks", "ae_4_hours"}
    assert_published(bundled, rows, "persistence", keys)


def test_of_the_best_quarter_of_readmissions_few_stay_five_years() -> None:
    """69% after one year and 39% after five, where chance alone gives a quarter."""
    rows = again.persistence(RETURNS).xs("readmissions")
    counts = rows.groupby("lag_years")[["stayed_trusts", "best_quarter_trusts"]].sum()
    shares = counts["stayed_trusts"] / counts["best_quarter_trusts"]
    assert (round(shares[1], 2), round(shares[5], 2)) == (0.69, 0.39)
    assert rows["chance_share"].mean() == pytest.approx(0.25, abs=0.01)


def test_agreement_with_what_others_publish(bundled: duckdb.DuckDBPyConnection) -> None:
    """28 pairs, each with its interval (§9.7)."""
    rows = again.external_agreement(RETURNS)
    assert len(rows) == 28
    keys = ["figure", "published_figure"]
    assert_published(bundled, rows, "external_agreement", keys, of_year(YEAR))


def test_the_interval_of_a_rank_correlation() -> None:
    """Bonett and Wright: ρ = 0.5 of 28 units is 0.5493 ± 1.96 × √(1.125 ÷ 25) on Fisher's scale."""
    assert again.spearman_limits(0.5, 28) == pytest.approx((0.132747, 0.746533), abs=5e-6)


def test_the_projection(bundled: duckdb.DuckDBPyConnection) -> None:
    """Value of the year times one plus the growth of the next (§9.8)."""
    rows = again.productivity_nowcast(RETURNS)
    assert_published(bundled, rows, "productivity_nowcast", ["trust_code"])


@bases
def test_the_broad_basket(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Q of seven measures, a seventh each, of factors whose weighted mean is 1 (§5.4)."""
    query = "select trust_code, quality from intermediate.int_quality__baskets "
    query += "where quality_basket = 'broad' and " + of_year(YEAR)
    published = marts.execute(query).df().set_index("trust_code")["quality"]
    ours = recompute.basket_factor(RETURNS, basis, again.BROAD).dropna()
    pd.testing.assert_series_equal(
        ours.sort_index(), published.sort_index(), check_names=False, rtol=1e-9
    )
    weight = recompute.activity(RETURNS, basis)["casemix_weighted"]
    factors = recompute.quality(RETURNS, basis)["quality_factor"].unstack("measure_id")
    for name in again.BROAD:
        both = pd.concat([factors[name], weight], axis=1, join="inner").dropna()
        assert np.average(both.iloc[:, 0], weights=both.iloc[:, 1]) == pytest.approx(1)
