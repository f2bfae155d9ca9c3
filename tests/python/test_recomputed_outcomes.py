"""The outcome, variation and position marts against a second computation (recompute_outcomes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import recompute
import recompute_outcomes as again
from built_database import PROJECT, RETURNS
from test_recomputed_marts import assert_published, bases, of_year

if TYPE_CHECKING:
    import duckdb

MEASURES = PROJECT / "seeds" / "reference" / "measures.csv"
ENOUGH_TRUSTS = 20
COMPARED = "scv is not null or tau_squared is not null or outside_2sd_plain is not null"


@pytest.mark.parametrize(
    ("count", "level", "low", "high"),
    [
        (65, "95", 50.163188, 82.849139),
        (1045, "95", 982.593202, 1110.331213),
        (65, "998", 42.880261, 94.000291),
    ],
)
def test_the_limits_here_give_the_oracles(count: int, level: str, low: float, high: float) -> None:
    """Byar's limits of this second computation are those of §10.

    The oracles come from deviates of more digits than the six that §9.1 gives.
    """
    lower, upper = again.poisson_limits(np.array([count]), level)
    assert (lower[0], upper[0]) == pytest.approx((low, high), rel=1e-7)


def test_the_dispersion_here_gives_the_oracle() -> None:
    """φ and τ² of six units, nothing trimmed (§10)."""
    observed = np.array([100, 150, 180, 80, 120, 225.0])
    expected = np.array([108, 112, 165, 95, 100, 220.0])
    found = again.dispersion_shmi(np.log(observed / expected), expected)
    assert found == pytest.approx((2.948033, 0.0194775), rel=2e-6)


@pytest.mark.parametrize(
    ("expected", "low", "high", "high_998"),
    [
        (15, 0.5596924, 1.649348, 2.082907),
        (20, 0.6108260, 1.544419, 1.902094),
        (30, 0.6746958, 1.427562, 1.702771),
    ],
)
def test_the_exact_limits_here_give_the_oracles(
    expected: int, low: float, high: float, high_998: float
) -> None:
    """Exact Poisson funnel (§10)."""
    found = (
        again.exact_lower(expected, 0.05) / expected,
        again.exact_upper(expected, 0.05) / expected,
        again.exact_upper(expected, 0.002) / expected,
    )
    assert found == pytest.approx((low, high, high_998), rel=1e-6)


@bases
def test_funnel_limits(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Plain and over-dispersed limits, bands, φ and τ² of every trust and year (§9.1–9.4)."""
    rows = again.funnel_limits(RETURNS, basis)
    keys = ["trust_code", "measure_id", "financial_year"]
    assert rows.groupby("measure_id").size().min() >= ENOUGH_TRUSTS
    assert_published(marts, rows, "funnel_limits", keys)


@bases
@pytest.mark.parametrize("variant", again.VARIANTS)
def test_health_alpha(marts: duckdb.DuckDBPyConnection, basis: str, variant: str) -> None:
    """Health Alpha of both variants with interval, band and prediction (§7.3, §7.4)."""
    assert_published(
        marts,
        again.alpha(RETURNS, variant, basis).trusts,
        "health_alpha",
        ["trust_code"],
        f"{of_year(recompute.YEAR)} and variant = '{variant}' and health_alpha is not null",
    )


@bases
def test_what_the_population_cannot_describe(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Trusts in a split and ratios out of range have no Health Alpha, and a reason (§7.4)."""
    query = f"""
        select trust_code, status, length(reason) > 0 as says_why
        from marts.health_alpha
        where {of_year(recompute.YEAR)} and variant = 'population'
            and health_alpha is null and observed_deaths is not null
    """
    found = marts.execute(query).df().set_index("trust_code")
    assert found["says_why"].all()
    assert found["status"].to_dict() == again.withheld(RETURNS, basis).to_dict()


@bases
def test_health_alpha_fit(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Line, τ² before and after it, and alpha against size (§7.3, §8)."""
    rows = again.health_alpha_fit(RETURNS, basis)
    where = f"financial_year = '{recompute.YEAR}'"
    assert_published(marts, rows, "health_alpha_fit", ["variant"], where)


@bases
def test_outcome_opportunity(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Deaths of each trust above each benchmark, with the interval (§7.5)."""
    rows = again.outcome_opportunity(RETURNS, basis)
    keys = ["trust_code", "variant", "benchmark"]
    assert_published(marts, rows, "outcome_opportunity", keys, of_year(recompute.YEAR))


@bases
def test_prevalence_by_icb(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """The second route to prevalence beside the first (§7.1)."""
    rows = again.icb_prevalence(RETURNS, basis)
    keys = ["trust_code", "condition"]
    assert_published(marts, rows, "trust_prevalence", keys, of_year(recompute.YEAR))


def test_prevalence_agreement(marts: duckdb.DuckDBPyConnection) -> None:
    """How the two routes agree, by condition (§7.1)."""
    rows = again.prevalence_agreement(RETURNS)
    assert_published(marts, rows, "prevalence_agreement", ["condition"])


@pytest.mark.parametrize("kind", recompute.GROUP_KINDS)
def test_variation_beyond_chance(marts: duckdb.DuckDBPyConnection, kind: str) -> None:
    """SCV, τ² and the counts outside limits, plain and over-dispersed (§9.5)."""
    rows = again.variation_extras(RETURNS, kind)
    keys = ["measure_id", "financial_year", "group_name"]
    where = f"group_kind = '{kind}' and ({COMPARED})"
    assert_published(marts, rows, "variation", keys, where)


@bases
def test_trust_position(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Percentile, distances and opportunities of every measure, year and trust (§9.6)."""
    rows = again.trust_position(RETURNS, basis, MEASURES)
    keys = ["trust_code", "measure_id", "financial_year"]
    assert_published(marts, rows, "trust_position", keys)


def test_readmission_trend(marts: duckdb.DuckDBPyConnection) -> None:
    """Spread of readmissions by age, nationally and by region, over the years (§5.2, §9.3)."""
    rows = again.readmission_trend(RETURNS)
    keys = ["group_name", "age_group", "financial_year"]
    assert_published(marts, rows, "readmission_trend", keys)


def test_published_band_agreement(marts: duckdb.DuckDBPyConnection) -> None:
    """Agreement with the published bands of every year (§10)."""
    rows = again.published_band_agreement(RETURNS)
    keys = ["measure_id", "financial_year"]
    assert_published(marts, rows, "published_band_agreement", keys)


@pytest.mark.parametrize(
    ("measure", "form"), [("mortality", "overdispersed"), ("readmissions", "plain")]
)
def test_bands_are_the_published_ones(
    marts: duckdb.DuckDBPyConnection, measure: str, form: str
) -> None:
    """Every one of the 118 trusts of the bundled files stands in its published band (§10)."""
    query = f"""
        select trust_code, band_{form} as band from marts.funnel_limits
        where {of_year(recompute.YEAR)} and measure_id = '{measure}'
    """
    ours = marts.execute(query).df().set_index("trust_code")["band"]
    theirs = again.published_bands(RETURNS)[measure, recompute.YEAR].reindex(ours.index)
    differing = pd.DataFrame({"ours": ours, "published": theirs})[ours.ne(theirs)]
    assert differing.empty, differing.to_string()
    assert len(ours) == 118


def test_plain_limits_give_all_five_bands_of_readmissions(marts: duckdb.DuckDBPyConnection) -> None:
    """Published bands tell 99.8% from 95%: so do the plain limits, for all 118 trusts (§10)."""
    query = f"""
        select
            trust_code,
            case
                when ratio > upper_998_plain then 'A1'
                when ratio < lower_998_plain then 'B1'
                when ratio > upper_95_plain then 'A5'
                when ratio < lower_95_plain then 'B5'
                else 'W'
            end as band
        from marts.funnel_limits
        where {of_year(recompute.YEAR)} and measure_id = 'readmissions'
    """
    ours = marts.execute(query).df().set_index("trust_code")["band"]
    theirs = again.published_readmission_bands(RETURNS)[recompute.YEAR].reindex(ours.index)
    differing = pd.DataFrame({"ours": ours, "published": theirs})[ours.ne(theirs)]
    assert differing.empty, differing.to_string()
    assert len(ours) == 118
