"""A served file made from the built marts, and the report of it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pytest

from built_database import database_path
from trust_value.report import render_report
from trust_value.serving.contents import attached
from trust_value.serving.database import write_database
from trust_value.serving.marts import read_marts

FEW = ("RFF", "RRK", "RJ6", "RJZ", "R0A", "RTF")


@cache
def served_once() -> Path:
    """The built marts as a served file; skips where nothing is built."""
    path = database_path()
    if not path.exists():
        pytest.skip(f"no database at {path}: run `trust-value build`")
    folder = Path(tempfile.mkdtemp(prefix="trust-value-report-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "parquet").mkdir()
    with attached(path) as built:
        write_database(built, read_marts(built, {}), folder / "trust_value.duckdb")
    return folder


def serve(folder: Path, *changes: str) -> Path:
    """A served file of its own in a folder, changed."""
    shutil.copytree(served_once(), folder)
    target = folder / "trust_value.duckdb"
    with duckdb.connect(str(target)) as served:
        for change in changes:
            served.execute(change)
    return target


def of_few(*changes: str) -> tuple[str, ...]:
    """Changes that leave pages for six trusts only, each a case of its own, then these."""
    few = ", ".join(f"'{code}'" for code in FEW)
    return (f"update dim_trust set is_in_cohort = trust_code in ({few})", *changes)


def render(folder: Path, *changes: str) -> Path:
    """The report of the built marts with changes."""
    render_report(serve(folder, *changes), folder / "report")
    return folder / "report"


def hostile(name: str) -> list[str]:
    """Changes that give Barnsley a name in every mart that shows one."""
    path = database_path()
    if not path.exists():
        return []
    literal = "'" + name.replace("'", "''") + "'"
    with duckdb.connect(str(path), read_only=True) as built:
        columns = built.execute(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and column_name like '%trust_name'"
        ).fetchall()
    return [
        f"update {table} set {column} = {literal} where {column.removesuffix('name')}code = 'RFF'"
        for table, column in columns
    ]
