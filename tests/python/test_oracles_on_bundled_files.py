"""Figures the bundled returns are known to give, read from the built database.

Tolerances are half of the last digit that the figure is given to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import recompute

if TYPE_CHECKING:
    import duckdb


def one(marts: duckdb.DuckDBPyConnection, query: str) -> tuple:
    """The only row of a query."""
    rows = marts.execute(query).fetchall()
    assert len(rows) == 1, f"{len(rows)} rows from: {query}"
    return rows[0]


@pytest.mark.parametrize(
    ("trust_code", "operating_gbp"), [("RFF", 334_581_000), ("RJ1", 2_958_066_000)]
)
def test_operating_expenditure_2023_24(
    marts: duckdb.DuckDBPyConnection, trust_code: str, operating_gbp: int
) -> None:
    """Barnsley's, and that of the largest trust, Guy's and St Thomas'."""
    found = one(
        marts,
        f"""
        select operating_expenditure_gbp from marts.trust_spend_total
        where financial_year = '2023-24' and trust_code = '{trust_code}'
        """,
    )
    assert found == (operating_gbp,)


@pytest.mark.parametrize(("basis", "trusts"), [("latest", 116), ("as_reported", 118)])
def test_accounts_of_2023_24(
    marts: duckdb.DuckDBPyConnection,
    basis: str,  # noqa: ARG001
    trusts: int,
) -> None:
    """Trusts in the accounts, their total, which no succession loses, the large, the largest."""
    found = one(
        marts,
        """
        select
            count(operating_expenditure_gbp),
            sum(operating_expenditure_gbp),
            count(*) filter (operating_expenditure_gbp > 1.5e9),
            arg_max(trust_code, operating_expenditure_gbp)
        from marts.trust_spend_total
        where financial_year = '2023-24'
        """,
    )
    assert found == (trusts, 99_297_851_000, 17, "RJ1")


def test_enough_trusts_have_a_value(marts: duckdb.DuckDBPyConnection) -> None:
    """At least 113 trusts have a default value index in 2024-25."""
    (trusts,) = one(
        marts,
        """
        select count(value_per_1000_gbp) from marts.value_index
        where financial_year = '2024-25'
        """,
    )
    assert trusts >= 113


@pytest.mark.parametrize(
    ("point_of_delivery", "price_gbp", "within"),
    [
        ("non_elective", 3573, 0.5),
        ("elective", 1898, 0.5),
        ("a_and_e", 280.17, 0.005),
        ("outpatient", 187.33, 0.005),
    ],
)
def test_prices(
    marts: duckdb.DuckDBPyConnection, point_of_delivery: str, price_gbp: float, within: float
) -> None:
    """One price a point of delivery in 2024-25."""
    (price,) = one(
        marts,
        f"""
        select distinct unit_price_gbp from marts.trust_activity
        where financial_year = '2024-25' and activity_basis = 'pod_weighted'
            and point_of_delivery = '{point_of_delivery}'
        """,
    )
    assert price == pytest.approx(price_gbp, abs=within)


@pytest.mark.parametrize(
    ("pot", "factor"), [("APC", 1.267), ("05_OP", 0.996), ("11_A&E", 1.004), ("OTHER", 0.981)]
)
def test_rebase_factors(marts: duckdb.DuckDBPyConnection, pot: str, factor: float) -> None:
    """One re-base factor a pot in 2024-25."""
    (found,) = one(
        marts,
        f"""
        select distinct rebase_factor from marts.trust_activity
        where financial_year = '2024-25' and activity_basis = 'casemix_weighted'
            and point_of_delivery = '{pot}'
        """,
    )
    assert found == pytest.approx(factor, abs=0.0005)


@pytest.mark.parametrize(
    ("activity_basis", "spend_basis", "saving_bn"),
    [
        ("pod_weighted", "operating", 7.95),
        ("pod_weighted", "operating_mff", 7.23),
        ("casemix_weighted", "operating", 3.92),
        ("casemix_weighted", "operating_mff", 2.89),
        ("casemix_weighted", "costed", 0.09),
    ],
)
def test_savings_of_the_largest(
    marts: duckdb.DuckDBPyConnection, activity_basis: str, spend_basis: str, saving_bn: float
) -> None:
    """No quality, mean of the others, over £1.5bn: the claim's own reading and what undoes it."""
    (saving,) = one(
        marts,
        f"""
        select saving_gbp / 1e9 from marts.claim_specifications
        where financial_year = '2024-25' and quality_basket = 'none' and reference = 'mean'
            and largest_definition = 'over £1.5bn'
            and activity_basis = '{activity_basis}' and spend_basis = '{spend_basis}'
        """,
    )
    assert saving == pytest.approx(saving_bn, abs=0.005)


def test_deaths_of_the_bundled_period(marts: duckdb.DuckDBPyConnection) -> None:
    """Observed and expected deaths of 118 trusts, and τ² of the raw ratios (§9.2)."""
    deaths = marts.execute(
        """
        select numerator, expected from marts.trust_quality
        where financial_year = '2024-25' and measure_id = 'mortality'
        """
    ).fetchnumpy()
    observed, expected = deaths["numerator"].astype(float), deaths["expected"].astype(float)
    assert (len(observed), observed.sum(), expected.sum()) == (118, 284_780, 284_755)
    tau_squared = recompute.between_variance(np.log(observed / expected), expected)
    assert tau_squared == pytest.approx(0.0066472, abs=5e-8)


def test_need_takes_some_of_the_spread(marts: duckdb.DuckDBPyConnection) -> None:
    """One τ² of the residuals (§7.3), above zero and no wider than that of the raw ratios."""
    (tau_squared,) = one(
        marts,
        """
        select distinct tau_squared from marts.health_alpha
        where financial_year = '2024-25' and variant = 'casemix'
        """,
    )
    assert 0 < tau_squared <= 0.0066472 + 5e-8
