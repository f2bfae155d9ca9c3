"""The built database as the tests read it, and whether it holds the bundled returns."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parents[2]
RETURNS = PROJECT / "data" / "returns"
DATABASE_VARIABLE = "TRUST_VALUE_DATABASE"


def database_path() -> Path:
    """The database named by TRUST_VALUE_DATABASE, else the one `trust-value build` makes."""
    return Path(os.environ.get(DATABASE_VARIABLE, PROJECT / "build" / "trust_value.duckdb"))


def bundled_files() -> set[tuple[str, str]]:
    """Name and sha256 of every bundled file that lands."""
    return {
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in RETURNS.rglob("*.csv")
    }


def landed_files(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Name and sha256 of every file the database was built from."""
    query = "select file_name, sha256 from marts.build_manifest where not is_superseded"
    return set(connection.execute(query).fetchall())


def open_bundled() -> duckdb.DuckDBPyConnection:
    """A read-only connection; skips where there is no database or it holds other files."""
    path = database_path()
    if not path.exists():
        pytest.skip(f"no database at {path}: run `trust-value build` or set {DATABASE_VARIABLE}")
    connection = duckdb.connect(str(path), read_only=True)
    other = bundled_files() ^ landed_files(connection)
    if other:
        connection.close()
        names = sorted({name for name, _ in other})
        pytest.skip(
            "figures are those of the bundled returns; other files are landed or bundled ones "
            f"are not: {', '.join(names[:5])}"
        )
    return connection
