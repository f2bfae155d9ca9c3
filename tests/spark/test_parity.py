"""The same marts from DuckDB and from Spark on two processors of this machine (local[2])."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from both_targets import SETTINGS, build_both, compare_both, done
from parity import compare


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    root = tmp_path_factory.mktemp("both") / "checkout"
    build_both(root, TRUST_VALUE_SPARK_MASTER="local[2]")
    return root


def test_every_mart_is_the_same_on_both_engines(checkout):
    assert not [mart for mart in compare_both(checkout) if mart.faults]


def test_the_unit_tests_of_the_formulas_pass_on_spark(checkout):
    command = [Path(sys.executable).with_name("dbt"), "--no-use-colors", "--log-level-file", "none"]
    ran = subprocess.run(
        [*command, "test", "--target", "spark", "--select", "test_type:unit"],
        env=os.environ | SETTINGS, capture_output=True, text=True, cwd=checkout,
    )  # fmt: skip
    said = ran.stdout.strip().splitlines()
    print(f"\n{said[-1]}")
    assert ran.returncode == 0, "\n".join(said[-60:])
    assert re.search(r"PASS=[1-9][0-9]* WARN=0 ERROR=0 SKIP=0", said[-1])


def test_a_build_on_spark_is_published_as_one_on_duckdb_is(checkout):
    done(checkout, "publish")
    of_duckdb = (checkout / "serve" / "current").resolve()
    done(checkout, "--target", "spark", "publish")
    of_spark = (checkout / "serve" / "current").resolve()
    assert of_spark != of_duckdb
    manifest = checkout / "target" / "manifest.json"
    served = [folder / "trust_value.duckdb" for folder in (of_duckdb, of_spark)]
    assert not [mart for mart in compare(*served, manifest) if mart.faults]
    files = [
        {path.relative_to(folder) for path in folder.rglob("*")} for folder in (of_duckdb, of_spark)
    ]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update marts.value_index set value_index = value_index * (1 + 2e-9)", "value_index: "),
        ("update marts.value_index set value_rank = value_rank + 1", "value_rank: "),
        ("delete from marts.value_index where value_rank = 1", "rows stand in one of the two only"),
        ("drop table marts.value_index", "stands in one of the two only"),
        ("comment on column marts.value_index.costed_expenditure_gbp is 'other'", "columns differ"),
        ("comment on table marts.value_index is 'other'", "is described otherwise"),
        ("update marts.value_index set value_index = null where value_rank = 1", "value_index: "),
    ],
)
def test_a_mart_that_differs_is_found(checkout, tmp_path, change, said):
    built = checkout / "build" / "trust_value.duckdb"
    changed = tmp_path / "trust_value.duckdb"
    shutil.copyfile(built, changed)
    with duckdb.connect(str(changed)) as connection:
        connection.execute(change)
    faulty = [
        mart for mart in compare(built, changed, checkout / "target" / "manifest.json")
        if mart.faults
    ]  # fmt: skip
    assert [mart.mart for mart in faulty] == ["value_index"]
    assert any(said in fault for fault in faulty[0].faults)
