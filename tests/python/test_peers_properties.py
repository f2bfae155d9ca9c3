"""What holds of peers whatever the trusts: the models, run on DuckDB over drawn figures."""

from __future__ import annotations

from functools import cache

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from built_database import PROJECT

MODELS = PROJECT / "models" / "intermediate" / "peers"
SEEDS = PROJECT / "seeds" / "method"
YEAR = "2024-25"
POTS = ("APC", "05_OP", "11_A&E", "OTHER")
EXAMPLES = settings(
    deadline=None, max_examples=15, derandomize=True, database=None, phases=[Phase.generate]
)
CLOSE = 1e-7

# coarse steps, so that trusts are alike in some features and often equally near
trusts = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(1, 3), st.integers(1, 3),
        st.sampled_from(["Small", "Teaching"]),
        st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@cache
def sql(model: str) -> str:
    """SQL of a model, each reference by its bare name."""
    text = (MODELS / f"{model}.sql").read_text(encoding="utf-8")
    return jinja2.Template(text).render(ref=lambda name: name)


def peers(drawn: list[tuple], times: dict[str, float] | None = None) -> pd.DataFrame:
    """int_peers__neighbours over drawn trusts; times: what a feature is multiplied by."""
    scale = {"activity": 1.0, "need": 1.0, "market_forces": 1.0} | (times or {})
    codes = [f"R{number:02d}" for number in range(len(drawn))]
    cohort, totals, pots, need, spend = [], [], [], [], []
    for code, (size, ill, dear, kind, shares) in zip(codes, drawn, strict=True):
        activity = scale["activity"] * 2.0**size
        cohort.append((code, YEAR, kind))
        totals.append((code, YEAR, "casemix_weighted", activity))
        need.append((code, YEAR, scale["need"] * ill))
        spend.append((code, YEAR, scale["market_forces"] * dear))
        pots += [
            (code, YEAR, "casemix_weighted", pot, activity * share / sum(shares))
            for pot, share in zip(POTS, shares, strict=True)
        ]
    tables = {
        "int_trusts__cohort": (cohort, ["trust_type"]),
        "int_activity__totals": (totals, ["activity_basis", "weighted_activity"]),
        "int_activity__weighted": (
            pots,
            ["activity_basis", "point_of_delivery", "weighted_activity"],
        ),
        "int_need__index": (need, ["need_index"]),
        "int_spend__totals": (spend, ["mff"]),
    }
    with duckdb.connect() as connection:
        for name in ("peer_features", "peer_settings"):
            connection.execute(f"create table {name} as from read_csv('{SEEDS / name}.csv')")
        connection.execute("create table my_peers (trust_code varchar, peer_trust_code varchar)")
        for name, (rows, columns) in tables.items():
            frame = pd.DataFrame(rows, columns=["trust_code", "financial_year", *columns])
            connection.register(name, frame)
        for model in ("int_peers__features", "int_peers__neighbours"):
            connection.execute(f"create table {model} as {sql(model)}")
        return connection.execute(
            "from int_peers__neighbours order by peer_set, trust_code, peer_rank"
        ).df()


@EXAMPLES
@given(trusts)
def test_every_trust_has_as_many_others_as_asked_for_in_order_of_distance_then_code(drawn):
    found = peers(drawn)
    wanted = pd.read_csv(SEEDS / "peer_settings.csv").set_index("peer_set")["peers"]
    assert (found["trust_code"] != found["peer_trust_code"]).all()
    for (peer_set, _), rows in found.groupby(["peer_set", "trust_code"]):
        assert rows["peer_rank"].tolist() == list(range(1, len(rows) + 1))
        assert len(rows) == min(wanted[peer_set], len(drawn) - 1)
        assert rows["peer_trust_code"].is_unique
        order = list(zip(rows["distance"].round(9), rows["peer_trust_code"], strict=True))
        assert order == sorted(order)
    assert found["trust_code"].nunique() == (len(drawn) if len(drawn) > 1 else 0)


@EXAMPLES
@given(
    trusts, st.sampled_from(["activity", "need", "market_forces"]), st.sampled_from([0.001, 3, 1e9])
)
def test_the_unit_of_a_feature_changes_no_distance(drawn, feature, factor):
    before, after = peers(drawn), peers(drawn, {feature: factor})
    keys = ["peer_set", "trust_code", "peer_rank"]
    pd.testing.assert_frame_equal(before[keys], after[keys])
    # equally near ones may change places by a rounding, so that names are not compared
    assert after["distance"].to_numpy() == pytest.approx(before["distance"].to_numpy(), abs=CLOSE)


@EXAMPLES
@given(trusts)
def test_a_trusts_twin_is_at_no_distance_and_distances_are_mutual(drawn):
    found = peers([*drawn, drawn[0]])
    twin = f"R{len(drawn):02d}"
    both = found[found["trust_code"].eq("R00") & found["peer_set"].eq("ten nearest")]
    nearest = both[both["distance"].round(9).eq(0.0)]
    assert twin in set(nearest["peer_trust_code"]) or len(nearest) == len(both)
    pairs = found[found["peer_set"].eq("ten nearest")].set_index(["trust_code", "peer_trust_code"])
    for (trust, other), distance in pairs["distance"].items():
        back = pairs["distance"].get((other, trust))
        assert back is None or np.isclose(distance, back, rtol=1e-9, atol=CLOSE)
