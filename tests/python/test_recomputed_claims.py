"""The grids, the ledger and what stands in them against a second computation (recompute_claims)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import recompute_claims as again
from built_database import PROJECT, RETURNS
from test_recomputed_marts import assert_published

if TYPE_CHECKING:
    import duckdb

SEEDS = PROJECT / "seeds" / "method"
# sentences are made of the figures; the reader's own figure has test_my_specification
# some chances are of the order of 1e-7: no rounding is forgiven beyond the relative
EXACT = 0.0
NOT_RECOMPUTED = {"claim_id", "financial_year", "why", "my_value"}


def columns_of(marts: duckdb.DuckDBPyConnection, mart: str) -> set[str]:
    """Columns of a mart."""
    return {name for name, *_ in marts.execute(f"describe marts.{mart}").fetchall()}


def test_chances_here_give_worked_figures() -> None:
    """Two coins and a die: 1/2 × 1/2 × 1/6 that all, 1 − 1/2 × 1/2 × 5/6 that any."""
    assert again.chances([1 / 2, 1 / 2, 1 / 6], 1) == pytest.approx((19 / 24, 1 / 24), rel=1e-15)


def test_claim_specifications(marts: duckdb.DuckDBPyConnection) -> None:
    """Every specification, the default with all others, and every figure of it (§8)."""
    rows = again.claim_specifications(RETURNS, SEEDS)
    keys = list(again.VALUE_DIMENSIONS)
    where = f"specification_kind <> '{again.MINE}'"
    assert_published(marts, rows, "claim_specifications", keys, where, EXACT)
    assert columns_of(marts, "claim_specifications") == {*rows, *keys, "financial_year"}


def test_claim_outcome_specifications(marts: duckdb.DuckDBPyConnection) -> None:
    """Deaths of each largest group above each benchmark, net and positive only (§7.5, §8)."""
    rows = again.claim_outcome_specifications(RETURNS, SEEDS)
    keys = ["variant", "benchmark", "sum", "largest_definition"]
    assert_published(marts, rows, "claim_outcome_specifications", keys, absolute=EXACT)
    assert columns_of(marts, "claim_outcome_specifications") == {*rows, *keys, "financial_year"}


def test_claim_drivers(marts: duckdb.DuckDBPyConnection) -> None:
    """What moves the saving: between the levels of each dimension, and the rest (§8)."""
    rows = again.claim_drivers(RETURNS, SEEDS)
    assert_published(marts, rows, "claim_drivers", ["dimension"], absolute=EXACT)


def test_claims_ledger(marts: duckdb.DuckDBPyConnection) -> None:
    """Every row and figure of the ledger: 2024-25 from its grids, 2023-24 not computable (§8)."""
    rows = again.claims_ledger(RETURNS, SEEDS)
    assert_published(marts, rows, "claims_ledger", ["claim_id", "financial_year"], absolute=EXACT)
    assert columns_of(marts, "claims_ledger") == {*rows, *NOT_RECOMPUTED}
