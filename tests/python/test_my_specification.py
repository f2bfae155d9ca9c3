"""A reader's own specification and peers: rows more, and nothing published changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recompute
import recompute_claims
import recompute_peers
from built_database import PROJECT, RETURNS, database_path, open_bundled
from built_elsewhere import build_models, copy_checkout, trust_value
from recompute_claims import MINE

SEEDS = PROJECT / "seeds" / "method"
PARSED = Path("target") / "partial_parse.msgpack"
SETTINGS = """setting,name,value
activity_basis,pod_weighted,
spend_basis,operating,
weight,mortality,0.5
weight,readmissions,0.5
largest,top by spend,13
reference,median,
exclude_trust,R1H,
"""
PEERS = """trust_code,peer_trust_code
RFF,R0A
RFF,RCX
"""
WEIGHTS = {"mortality": 0.5, "readmissions": 0.5}
EXCLUDED = "R1H"
# columns of the reader's own figures
OWN = {
    "claims_ledger": ["my_value"],
    "value_index": [
        "my_value_per_1000_gbp",
        "my_value_index",
        "my_peers_valued",
        "my_peer_value_per_1000_gbp",
        "my_value_to_peers_ratio",
    ],
}
# rows that are ours
OURS = {
    "claim_specifications": f"specification_kind <> '{MINE}'",
    "trust_peers": "peer_set <> 'my peers'",
}
# sums of a parallel scan end in another bit now and then
ROUNDING = 1e-10


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project and of its built warehouse, with the settings filled in."""
    open_bundled().close()
    built = database_path()
    landing = built.parent / "landing"
    if not landing.is_dir():
        pytest.skip(f"no landed returns beside {built}: run `trust-value land`")
    root = tmp_path_factory.mktemp("mine") / "project"
    copy_checkout(root)
    # what dbt read of the same files before saves it reading them again
    if (PROJECT / PARSED).exists():
        (root / PARSED).parent.mkdir()
        shutil.copy(PROJECT / PARSED, root / PARSED)
    shutil.copytree(landing, root / "build" / "landing")
    shutil.copy(built, root / "build" / "trust_value.duckdb")
    (root / "seeds" / "method" / "my_specification.csv").write_text(SETTINGS)
    (root / "seeds" / "method" / "my_peers.csv").write_text(PEERS)
    return root


@pytest.fixture(scope="module")
def warehouse(project):
    """The copy, built again from the reader's settings on; the published one is `published`."""
    connection = build_models(project, "my_specification+", "my_peers+")
    connection.execute(f"attach '{database_path()}' as published (read_only)")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def valued():
    """Value and spend of every trust under the settings, from the raw files."""
    cell = recompute.specification_values(RETURNS, "pod_weighted", "operating", WEIGHTS)
    return cell.drop(index=EXCLUDED)


@pytest.fixture(scope="module")
def expected(valued):
    """The row of the settings; whom they leave out still takes a place among the largest 13."""
    group = recompute.largest_members(RETURNS)["top 13"]
    row = recompute_claims.group_figures(valued, group, "median")
    return row | recompute_claims.cohort_figures(RETURNS, SEEDS, recompute.LATEST, valued)


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by all their columns but numbers with decimals, the keys among them."""
    keys = [name for name in rows if not pd.api.types.is_float_dtype(rows[name])]
    return rows.sort_values(keys, kind="stable", ignore_index=True)


def test_nothing_published_changes(warehouse):
    found = warehouse.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'published' and schema_name = 'marts'"
    ).fetchall()
    marts = sorted(name for (name,) in found)
    assert {*OWN, "claim_specifications", "interval_widths"} <= {*marts}
    changed = []
    for mart in marts:
        own = ", ".join(OWN.get(mart, []))
        columns = f"* exclude ({own})" if own else "*"
        where = OURS.get(mart, "true")
        before, after = (
            ordered(warehouse.execute(f"select {columns} from {place} where {where}").df())
            for place in (f"published.marts.{mart}", f"marts.{mart}")
        )
        try:
            pd.testing.assert_frame_equal(before, after, rtol=ROUNDING, atol=0)
        except AssertionError as difference:
            changed.append(f"{mart}: {difference}")
    assert not changed, "\n".join(changed)


def test_the_row_follows_from_the_settings(warehouse, expected):
    found = warehouse.execute(
        f"select * from marts.claim_specifications where specification_kind = '{MINE}'"
    ).df()
    assert found["specification_id"].tolist() == [MINE]
    assert EXCLUDED in expected["largest_missing_codes"]
    published = found.iloc[0][list(expected)].to_dict()
    wrong = {
        name: (figure, published[name])
        for name, figure in expected.items()
        if published[name] != (figure if isinstance(figure, str) else pytest.approx(figure, 1e-9))
    }
    assert not wrong


def test_the_ledger_has_its_answers_beside_ours(warehouse, expected):
    found = dict(
        warehouse.execute(
            "select claim_id, my_value from marts.claims_ledger where my_value is not null"
        ).fetchall()
    )
    assert found == pytest.approx(
        {
            "C1": expected["largest_at_or_above_reference"],
            "C2": expected["saving_gbp"],
            "C5": expected["rank_of_claimed_first"],
            "C6": expected["regions_lowest_is_largest_or_second"],
        },
        rel=1e-9,
    )


def test_each_trust_has_its_value_beside_ours(warehouse, valued):
    found = warehouse.execute(
        "select trust_code, my_value_per_1000_gbp, my_value_index from marts.value_index "
        "where my_value_per_1000_gbp is not null"
    ).df()
    found = found.set_index("trust_code").sort_index()
    pooled = np.average(valued["value"], weights=valued["spend"])
    ours = valued.sort_index()
    assert found.index.tolist() == ours.index.tolist()
    assert found["my_value_per_1000_gbp"].to_numpy() == pytest.approx(ours["value"], rel=1e-9)
    assert found["my_value_index"].to_numpy() == pytest.approx(
        100 * ours["value"] / pooled, rel=1e-9
    )


def test_a_readers_peers_stand_beside_ours(warehouse):
    found = warehouse.execute(
        "select peer_rank, peer_trust_code, distance, differs_most_in, peer_is_teaching "
        "from marts.trust_peers where peer_set = 'my peers' order by peer_rank"
    ).fetchall()
    ours = recompute_peers.peers(RETURNS, SEEDS).loc["RFF"]
    [(first, near, distance, *_), (second, far, far_distance, apart, is_teaching)] = found
    assert (first, near, second, far) == (1, "RCX", 2, "R0A")
    assert distance == pytest.approx(ours["distance"].iloc[0], rel=1e-9)
    assert far_distance > ours["distance"].max()
    assert (apart, is_teaching) == ("case-mix weighted activity", True)
    [figures] = warehouse.execute(
        "select my_peers_valued, my_peer_value_per_1000_gbp, my_value_to_peers_ratio "
        "from marts.value_index where my_peers_valued is not null"
    ).fetchall()
    value = recompute_peers.values(RETURNS, "costed")["value"]
    mean = value[["RCX", "R0A"]].mean()
    assert figures == pytest.approx((2, mean, value["RFF"] / mean), rel=1e-9)


def test_a_misspelt_setting_is_red_and_says_what_is_expected(project, warehouse):
    warehouse.close()
    settings = project / "seeds" / "method" / "my_specification.csv"
    settings.write_text(SETTINGS.replace("pod_weighted", "pod_wieghted").replace("R1H", "R1X"))
    settings.with_name("my_peers.csv").write_text(PEERS + "RFF,RFF\nRFF,R2X\n")
    tests = ("my_specification_is_understood", "my_peers_are_understood")
    done = trust_value(project, "build", "--select", "my_specification", "my_peers", *tests)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    for test in tests:
        assert f"fail: {test}" in said
    for part in (
        "pod_wieghted",
        "name is to be a level of the seed specification_levels",
        "R1X",
        "name is to be the ODS code of a cohort trust",
        "a trust is no peer of its own",
        "R2X",
        "peer_trust_code is to be the ODS code of a cohort trust",
    ):
        assert part in said, said
