"""The marts against a second computation from the raw files (recompute.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import recompute
from built_database import RETURNS

if TYPE_CHECKING:
    import duckdb

RELATIVE = 1e-9
# differences of nearly equal numbers: what rounding leaves of a zero
ABSOLUTE = 1e-12
SHOWN = 10
PRICED = ["activity_basis", "trust_code", "point_of_delivery"]
bases = pytest.mark.parametrize("basis", recompute.BASES)
years = pytest.mark.parametrize("year", recompute.YEARS)


def is_numeric(column: pd.Series) -> bool:
    """Whether a column holds numbers and no truth values."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def differing(ours: pd.Series, published: pd.Series, absolute: float) -> pd.Series:
    """Where two columns of one index differ; missing agrees with missing alone."""
    both_missing = ours.isna() & published.isna()
    if is_numeric(ours) or is_numeric(published):
        left, right = ours.astype(float).to_numpy(), published.astype(float).to_numpy()
        near = np.isclose(left, right, rtol=RELATIVE, atol=absolute)
        return ~(pd.Series(near, index=ours.index) | both_missing)
    left, right = (column.astype(object).where(column.notna(), "") for column in (ours, published))
    return ~(left.eq(right) | both_missing)


def assert_published(
    marts: duckdb.DuckDBPyConnection,
    recomputed: pd.DataFrame,
    mart: str,
    keys: list[str],
    where: str = "true",
    absolute: float = ABSOLUTE,
) -> None:
    """The mart holds the recomputed rows and no others, and every column agrees."""
    published = marts.execute(f"select * from marts.{mart} where {where}").df().set_index(keys)
    assert published.index.is_unique, f"{mart}: {keys} is not its grain"
    ours = recomputed.rename_axis(keys) if len(keys) == 1 else recomputed.reorder_levels(keys)
    missing = ours.index.difference(published.index).tolist()
    beyond = published.index.difference(ours.index).tolist()
    assert not missing, f"{mart} lacks {missing[:SHOWN]}"
    assert not beyond, f"{mart} has rows that do not follow from the files: {beyond[:SHOWN]}"
    absent = ours.columns.difference(published.columns).tolist()
    assert not absent, f"{mart} lacks the columns {absent}"
    published = published.reindex(ours.index)
    wrong = []
    for column in ours.columns:
        where_wrong = differing(ours[column], published[column], absolute)
        pairs = pd.DataFrame({"ours": ours[column], "mart": published[column]})[where_wrong]
        wrong += [
            f"{key} {column}: recomputed {pair.ours!r}, published {pair.mart!r}"
            for key, pair in zip(pairs.index[:SHOWN], pairs.itertuples(), strict=False)
        ]
        wrong += [f"... {len(pairs)} rows of {column}"] if len(pairs) > SHOWN else []
    assert not wrong, f"{mart}:\n" + "\n".join(wrong)


def of_year(year: str) -> str:
    """Condition for one year."""
    return f"financial_year = '{year}'"


@bases
def test_spend_totals(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Operating, real, MFF-adjusted, comparable and costed spend, scope and size (§2, §3)."""
    has_spend = "coalesce(operating_expenditure_gbp, costed_expenditure_gbp) is not null"
    assert_published(
        marts,
        recompute.spend_totals(RETURNS, basis),
        "trust_spend_total",
        ["trust_code", "financial_year"],
        has_spend,
    )


@bases
def test_spend_categories(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Spend by category of 2023-24, temporary staff taken out of staff (§3)."""
    assert_published(
        marts,
        recompute.spend_categories(RETURNS, basis),
        "trust_spend",
        ["trust_code", "category"],
        f"{of_year('2023-24')} and status <> 'not separately reported'",
    )


def test_spend_by_size_band(marts: duckdb.DuckDBPyConnection) -> None:
    """Spend by category pooled over each size band and over England (§3)."""
    assert_published(
        marts,
        recompute.spend_by_size_band(RETURNS),
        "spend_by_size_band",
        ["size_band", "category"],
        "financial_year = '2023-24' and spend_gbp is not null",
    )


def test_a_category_without_lines_has_no_figure(marts: duckdb.DuckDBPyConnection) -> None:
    """What the accounts do not separate is neither zero nor published (§3)."""
    query = """
        select count(*) from marts.trust_spend
        where status = 'not separately reported' and spend_gbp is not null
    """
    assert marts.execute(query).fetchone() == (0,)


@bases
@years
def test_activity(marts: duckdb.DuckDBPyConnection, basis: str, year: str) -> None:
    """Counts, prices, re-base factors and weighted activity of the three bases (§4)."""
    rows = recompute.activity_rows(RETURNS, basis, year)
    assert_published(marts, rows, "trust_activity", PRICED, of_year(year))


@bases
@years
def test_quality(marts: duckdb.DuckDBPyConnection, basis: str, year: str) -> None:
    """The four measures with their parts and scaled factors (§5)."""
    assert_published(
        marts,
        recompute.quality(RETURNS, basis, year),
        "trust_quality",
        ["trust_code", "measure_id"],
        of_year(year),
    )


@bases
@years
def test_capacity(marts: duckdb.DuckDBPyConnection, basis: str, year: str) -> None:
    """Staff, beds and activity per whole-time equivalent."""
    rows = recompute.capacity(RETURNS, basis, year)
    assert_published(marts, rows, "trust_capacity", ["trust_code"], of_year(year))


@bases
def test_prevalence(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Prevalence by trust, England's, and the share of patients it covers (§7.1)."""
    assert_published(
        marts,
        recompute.prevalence(RETURNS, basis),
        "trust_prevalence",
        ["trust_code", "condition"],
        of_year(recompute.YEAR),
    )


@bases
def test_health_alpha(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Health Alpha of the variant casemix with need index, interval and band (§7.2, §7.3)."""
    assert_published(
        marts,
        recompute.health_alpha(RETURNS, basis),
        "health_alpha",
        ["trust_code"],
        f"{of_year(recompute.YEAR)} and variant = 'casemix' and health_alpha is not null",
    )


@bases
def test_value_index(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """The default value, its operating twin, its parts and every rank (§6)."""
    columns = [
        "costed_expenditure_gbp",
        "operating_expenditure_gbp",
        "weighted_activity_gbp",
        "quality_factor",
        "scope_share",
        "cost_efficiency",
        "value_per_1000_gbp",
        "value_index",
        "value_rank",
        "value_rank_in_region",
        "value_rank_in_size_band",
        "value_rank_in_trust_type",
        "value_per_1000_gbp_operating",
        "value_rank_operating",
        "size_rank",
        "size_band",
        "region_name",
        "trust_type",
        "cqc_overall_rating",
        "oversight_segment",
    ]
    rows = recompute.value_table(RETURNS, basis)[columns]
    assert_published(marts, rows, "value_index", ["trust_code"], of_year(recompute.YEAR))


def test_size_bands(marts: duckdb.DuckDBPyConnection) -> None:
    """Value of each size band on both spend bases."""
    rows = recompute.size_band_summary(RETURNS)
    assert_published(marts, rows, "size_band_summary", ["size_band"])


def test_largest_groups(marts: duckdb.DuckDBPyConnection) -> None:
    """Each largest group against the mean of the others (§8)."""
    rows = recompute.largest_group_summary(RETURNS)
    assert_published(marts, rows, "largest_group_summary", ["largest_definition"])


@bases
def test_savings(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Saving of each trust of a largest group, by reference and spend basis (§8)."""
    assert_published(
        marts,
        recompute.savings_opportunity(RETURNS, basis),
        "savings_opportunity",
        ["trust_code", "largest_definition", "reference", "spend_basis"],
        f"{of_year(recompute.YEAR)} and saving_gbp is not null "
        "and largest_definition <> 'all trusts' and reference <> 'peers'",
    )


def test_size_effect(marts: duckdb.DuckDBPyConnection) -> None:
    """Elasticity with its HC3 interval, its bound and the correlation (§6.5)."""
    rows = recompute.size_effect(RETURNS)
    assert_published(marts, rows, "size_effect", ["spend_basis", "within", "adjusted_for"])


def test_region_extremes(marts: duckdb.DuckDBPyConnection) -> None:
    """Lowest and highest of each region, and whether the lowest is one of the two largest."""
    rows = recompute.region_extremes(RETURNS)
    assert_published(marts, rows, "region_extremes", ["spend_basis", "region_name"])


@pytest.mark.parametrize("kind", recompute.GROUP_KINDS)
def test_variation(marts: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Variation of every measure and year within each group of a kind (§9.5)."""
    rows = recompute.variation_by(RETURNS, kind)
    keys = ["measure_id", "financial_year", "group_name"]
    assert_published(marts, rows, "variation", keys, f"group_kind = '{kind}'")
