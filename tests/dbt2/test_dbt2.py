"""The wrapper on dbt 2: the same marts from one landing, what has changed, red builds explained."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from built_elsewhere import copy_checkout, trust_value
from parity import compare, table

PROJECT = Path(__file__).resolve().parents[2]
LIBRARY = "tests/dbt2/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so"
DRIVER = """manifest_version = 1
name = "DuckDB"

[Driver]
entrypoint = "duckdb_adbc_init"

[Driver.shared]
linux_amd64 = "{library}"
"""
A_AND_E = "data/returns/ae/2024-25/Monthly-AE-March-2025.csv"


class Checkout:
    """A copy of the checkout, and the verbs of the wrapper on dbt 2."""

    def __init__(self, root: Path, driver: Path) -> None:
        self.root = root
        self.settings = {
            "TRUST_VALUE_DBT": str(PROJECT / ".venv-dbt2" / "bin" / "dbt"),
            "ADBC_DRIVER_PATH": str(driver),
        }

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a verb says."""
        done = trust_value(self.root, *arguments, **self.settings)
        assert done.returncode == code, done.stdout + done.stderr[-5000:]
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dbt2")
    (folder / "duckdb.toml").write_text(DRIVER.format(library=PROJECT / LIBRARY))
    made = Checkout(folder / "project", folder)
    copy_checkout(made.root)
    for name in ("build/landing", "build/landing.json"):
        source, target = PROJECT / name, made.root / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    made.run("build")
    return made


def test_every_mart_is_that_of_dbt_1(checkout):
    other = checkout.root / "build" / "trust_value.duckdb"
    manifest = PROJECT / "target" / "manifest.json"
    marts = compare(PROJECT / "build" / "trust_value.duckdb", other, manifest)
    print(f"\n{table(marts)}")
    assert len(marts) > 40
    assert [each.mart for each in marts if each.faults] == []


def test_nothing_changed_is_nothing_to_do_and_what_changed_is_built_and_published(checkout):
    assert "Nothing to build" in checkout.run("build")
    assert "published" in checkout.run("publish").lower()
    month = checkout.root / A_AND_E
    month.write_text(month.read_text(encoding="utf-8") + os.linesep, encoding="utf-8")
    checkout.run("land")
    said = checkout.run("build")
    assert "newly landed: ae" in said
    served = checkout.root / "serve" / "current" / "trust_value.duckdb"
    with duckdb.connect(str(served), read_only=True) as connection:
        assert connection.execute("select count(*) > 100 from value_index").fetchone() == (True,)


def test_a_red_build_shows_the_rows_that_a_test_found(checkout):
    test = checkout.root / "tests" / "singular" / "nothing_is_found.sql"
    test.write_text("select trust_code, 'too dear' as problem from {{ ref('value_index') }}\n")
    said = checkout.run("build", code=1)
    test.unlink()
    for part in ("The build is red", "nothing_is_found", "too dear", "what to do"):
        assert part in said
