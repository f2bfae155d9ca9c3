"""An analyst with Apache Superset: registers the served file, makes datasets and charts, reads."""

from __future__ import annotations

import json
import math
import shutil

import duckdb
import pytest

# the figure of each mart that is charted, and what it is charted by
MARTS = {
    "value_index": ("value_per_1000_gbp", "trust_code"),
    "claims_ledger": ("our_value", "claim_id"),
    "variation": ("median", "group_name"),
}


@pytest.fixture(scope="module")
def served(served_file, tmp_path_factory):
    """The served file, read by itself: a copy, since one process opens a file in one way only."""
    copy = shutil.copy(served_file, tmp_path_factory.mktemp("copy"))
    with duckdb.connect(str(copy), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def database(superset, served_file):
    """The served file registered as a read-only database; its id."""
    engine = {"engine_params": {"connect_args": {"read_only": True}}}
    answer = superset.post(
        "/api/v1/database/",
        json={
            "database_name": "Trust value",
            "sqlalchemy_uri": f"duckdb:///{served_file}",
            "extra": json.dumps(engine),
            # so that nothing but the read-only file stands between an analyst and a slip
            "allow_dml": True,
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


@pytest.fixture(scope="module")
def datasets(superset, database, served):
    """A dataset of each of the marts that are served; its id by the mart's name."""
    there = {
        name for (name,) in served.execute("select table_name from duckdb_tables()").fetchall()
    }
    ids = {}
    for mart in MARTS.keys() & there:
        dataset = {"database": database, "schema": "main", "table_name": mart}
        answer = superset.post("/api/v1/dataset/", json=dataset)
        assert answer.status_code == 201, answer.text
        ids[mart] = answer.json["id"]
    return ids


@pytest.fixture(params=MARTS)
def mart(request, datasets):
    """Each mart in turn."""
    if request.param not in datasets:
        pytest.skip(f"{request.param} is not a mart of this build")
    return request.param


def test_the_marts_are_listed(superset, database, served):
    query = "(catalog_name:trust_value,force:!f,schema_name:main)"
    answer = superset.get(f"/api/v1/database/{database}/tables/?q={query}")
    assert answer.status_code == 200, answer.text
    listed = {each["value"] for each in answer.json["result"]}
    names = served.execute("select table_name from duckdb_tables()").fetchall()
    assert listed == {name for (name,) in names}


def test_a_dataset_shows_what_each_column_holds(superset, datasets, served, mart):
    answer = superset.get(f"/api/v1/dataset/{datasets[mart]}")
    shown = {each["column_name"]: each["description"] for each in answer.json["result"]["columns"]}
    query = "select column_name, comment from duckdb_columns() where table_name = ?"
    comments = dict(served.execute(query, [mart]).fetchall())
    assert shown == comments
    assert all(comments.values())


def test_a_chart_gives_the_figures_of_the_mart(superset, datasets, served, mart):
    figure, by = MARTS[mart]
    metric = {
        "expressionType": "SIMPLE", "aggregate": "SUM", "label": "figure",
        "column": {"column_name": figure},
    }  # fmt: skip
    answer = superset.post(
        "/api/v1/chart/",
        json={
            "slice_name": mart,
            "viz_type": "table",
            "datasource_id": datasets[mart],
            "datasource_type": "table",
            "params": json.dumps({"groupby": [by], "metrics": [metric]}),
        },
    )
    assert answer.status_code == 201, answer.text
    query = {
        "datasource": {"id": datasets[mart], "type": "table"},
        "queries": [{"columns": [by], "metrics": [metric], "row_limit": 50_000}],
        "result_format": "json",
        "result_type": "full",
        "force": True,
    }
    answer = superset.post("/api/v1/chart/data", json=query)
    assert answer.status_code == 200, answer.text
    drawn = {row[by]: row["figure"] for row in answer.json["result"][0]["data"]}
    expected = dict(served.execute(f"select {by}, sum({figure}) from {mart} group by 1").fetchall())
    assert drawn.keys() == expected.keys() != set()
    for name, value in expected.items():
        if value is None:
            assert drawn[name] is None
        else:
            assert math.isclose(drawn[name], value, rel_tol=1e-12), name


def test_a_row_is_read_back_to_the_last_digit(superset, datasets, served, mart):
    figure, by = MARTS[mart]
    query = {
        "datasource": {"id": datasets[mart], "type": "table"},
        "queries": [
            {"columns": [by, "financial_year", figure], "metrics": [], "row_limit": 50_000}
        ],
        "result_format": "json",
        "result_type": "full",
        "force": True,
    }
    answer = superset.post("/api/v1/chart/data", json=query)
    drawn = [tuple(row.values()) for row in answer.json["result"][0]["data"]]
    expected = served.execute(f"select {by}, financial_year, {figure} from {mart}").fetchall()
    assert sorted(map(repr, drawn)) == sorted(map(repr, expected))


def test_what_is_served_cannot_be_written_to(superset, database):
    statement = {"database_id": database, "sql": "drop table value_index", "schema": "main"}
    answer = superset.post("/api/v1/sqllab/execute/", json=statement)
    assert answer.status_code >= 400
    assert "read-only" in answer.text
