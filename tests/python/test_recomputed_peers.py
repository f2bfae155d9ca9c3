"""Peers and every trust's savings against a second computation from the files (recompute_peers)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import recompute_peers as again
from built_database import PROJECT, RETURNS
from recompute import YEAR
from test_recomputed_marts import assert_published, bases

if TYPE_CHECKING:
    import duckdb

SEEDS = PROJECT / "seeds" / "method"
# of a sum of billions that is nearly zero, rounding leaves a few pence
PENCE = 0.1


@bases
def test_trust_peers(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Ten peers of every trust, their distance, what sets them apart and what both are like."""
    rows = again.trust_peers(RETURNS, SEEDS, basis)
    assert rows.groupby("trust_code").size().eq(10).all()
    keys = ["trust_code", "peer_rank"]
    assert_published(marts, rows, "trust_peers", keys, "peer_set <> 'my peers'")


@bases
def test_value_index(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Value of the peers, and the rank among them with its interval, costed and operating."""
    rows = again.value_index(RETURNS, SEEDS, basis)
    assert_published(marts, rows, "value_index", ["trust_code"], f"financial_year = '{YEAR}'")


@bases
def test_savings_of_every_trust(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Net, floored and beyond the interval, against the others and against peers (§6.7)."""
    for spend_basis in again.SPENDS:
        rows = again.savings(RETURNS, SEEDS, spend_basis, basis)
        where = f"""
            largest_definition = 'all trusts' and spend_basis = '{spend_basis}'
            and saving_gbp is not null
        """
        keys = ["trust_code", "reference"]
        assert_published(marts, rows, "savings_opportunity", keys, where, PENCE)


def test_a_trust_of_the_default_group_saves_as_among_all_trusts(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """Its rows under the default definition are alike; against its own peers under any."""
    differing, alike = marts.execute(
        """
        select
            count(*) filter (abs(g.saving_gbp - a.saving_gbp) > 0.01
                or abs(g.saving_beyond_interval_gbp - a.saving_beyond_interval_gbp) > 0.01),
            count(g.saving_beyond_interval_gbp)
        from marts.savings_opportunity as g
        inner join marts.savings_opportunity as a
            using (trust_code, financial_year, spend_basis, reference)
        where a.largest_definition = 'all trusts' and g.largest_definition <> 'all trusts'
            and (g.largest_definition = 'over £1.5bn' or g.reference = 'peers')
            and g.status = 'published'
        """
    ).fetchone()
    assert (differing, alike) == (0, 36 + 80)


@bases
def test_opportunity(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Savings by region, size band and trust type, with each group's shares (§6.7)."""
    rows = again.opportunity(RETURNS, SEEDS, basis)
    keys = ["spend_basis", "reference", "group_kind", "group_name"]
    assert_published(marts, rows, "opportunity", keys, absolute=PENCE)


@bases
def test_peer_robustness(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """How savings move with the number of peers and what they are chosen by (§6.6)."""
    rows = again.peer_robustness(RETURNS, SEEDS, basis)
    assert_published(marts, rows, "peer_robustness", ["spend_basis", "peer_set"], absolute=PENCE)


def test_quartiles_of_the_peers(marts: duckdb.DuckDBPyConnection) -> None:
    """Median and quartiles of every measure over the peers of each trust that has it."""
    rows = again.positions(RETURNS, SEEDS)
    where = "peers_measured is not null"
    assert_published(marts, rows, "trust_position", ["measure_id", "trust_code"], where)
