"""Connections to DuckDB, and values as SQL; DuckDB is imported only where something is read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MEMORY = "400MB"


def connect() -> duckdb.DuckDBPyConnection:
    """A new connection with one thread, so that a file always lands as the same bytes.

    What does not fit into memory goes to the system's temporary folder.
    """
    import duckdb

    spill = Path(tempfile.gettempdir()) / f"trust-value-spill-{os.getpid()}"
    settings = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(spill)}
    connection = duckdb.connect(config=settings)
    # a process without a main script takes itself for a notebook, and draws
    connection.execute("set enable_progress_bar = false")
    return connection


def load_excel(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets a connection read .xlsx by what the installed package holds: nothing is downloaded."""
    import duckdb
    import duckdb_extension_excel

    folder = Path(duckdb_extension_excel.__file__).parent / "extensions"
    path = folder / f"v{duckdb.__version__}" / "excel.duckdb_extension"
    connection.execute(f"load {literal(path)}")


def excel_connection() -> duckdb.DuckDBPyConnection:
    """A new connection that reads .xlsx."""
    connection = connect()
    load_excel(connection)
    return connection


def literal(value: object) -> str:
    """A text or path as a SQL literal, None as a null text."""
    return "null::varchar" if value is None else "'" + str(value).replace("'", "''") + "'"


def constant(value: str | None) -> str:
    """A text that is the same in every row, as SQL that is written faster than a literal."""
    return literal(None) if value is None else f"{literal(value)}::enum({literal(value)})"


def quoted(name: str) -> str:
    """A table or column as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
