"""The one DuckDB connection of a process; DuckDB is imported only where something is read."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.errors import TrustValueError

if TYPE_CHECKING:
    import duckdb

MEMORY = "400MB"


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """One thread, so that the same file always lands as the same bytes in the same order.

    What does not fit into memory goes to the system's temporary folder.
    """
    import duckdb

    spill = Path(tempfile.gettempdir()) / f"trust-value-spill-{os.getpid()}"
    settings = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(spill)}
    return duckdb.connect(config=settings)


@cache
def excel_connection() -> duckdb.DuckDBPyConnection:
    """The same, able to read .xlsx by what the installed package holds: nothing is downloaded."""
    import duckdb
    import duckdb_extension_excel

    folder = Path(duckdb_extension_excel.__file__).parent / "extensions"
    path = folder / f"v{duckdb.__version__}" / "excel.duckdb_extension"
    connection().execute(f"load {literal(path)}")
    return connection()


def literal(value: object) -> str:
    """A text or path as a SQL literal, None as a null text."""
    return "null::varchar" if value is None else "'" + str(value).replace("'", "''") + "'"


def constant(value: str | None) -> str:
    """A text that is the same in every row, as SQL that is written faster than a literal."""
    return literal(None) if value is None else f"{literal(value)}::enum({literal(value)})"


def quoted(name: str) -> str:
    """A table or column as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def write(query: str, target: Path) -> None:
    """Writes a query's rows beside the target, then puts them in its place at once.

    Raises TrustValueError where the disk does not take them; the target is as it was then.
    """
    import duckdb

    beside = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        options = "format parquet, compression zstd"
        connection().execute(f"copy ({query}) to {literal(beside)} ({options})")
        os.replace(beside, target)
    except (duckdb.Error, OSError) as error:
        if beside.exists():
            beside.unlink()
        why = str(error).splitlines()[0].replace(str(beside.parent), target.parent.name)
        raise TrustValueError(
            f"The landed rows cannot be written: {why}.\n"
            "  what to do: make room on the disk, or make build/landing writable, and land again; "
            "what was published stays served."
        ) from error
