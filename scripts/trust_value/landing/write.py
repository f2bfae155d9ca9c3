"""Writes the rows of a table to Parquet."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import constant, literal, quoted
from trust_value.errors import TrustValueError
from trust_value.files import is_of_the_disk, replace_atomically
from trust_value.landing.readers.base import Rows

if TYPE_CHECKING:
    import duckdb

    from trust_value.landing.recognise import Found

MAKE_ROOM = "make room on the disk, or make build/landing writable, and land again; "
MAKE_ROOM += "what was published stays served"


def load_and_write(found: Found, sha256: str, target: Path) -> Rows:
    """Writes a table by the quick way where that works, else row by row; returns its rows."""
    import duckdb

    quick = found.sheet.quick(found.wanted)
    if quick:
        with suppress(duckdb.Error):
            write_table(found, quick, sha256, target)
            return quick
    loaded = found.sheet.load(found.wanted)
    write_table(found, loaded, sha256, target)
    return loaded


def write_table(found: Found, rows: Rows, sha256: str, target: Path) -> None:
    """Writes rows as the columns of the table, and where each stood."""
    source = found.sheet.source
    values = [rows.columns.get(name, literal(None)) for name in found.places]
    values += [constant(text) for text in found.groups.values()]
    values += [constant(source.file), constant(found.sheet.label), "_row", constant(sha256)]
    named = zip(values, found.table.landed_columns, strict=True)
    columns = ", ".join(f"{value} as {quoted(name)}" for value, name in named)
    write(rows.connection, f"select {columns} from {rows.relation}", target)


def write(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Writes a query's rows beside the target, then puts them in its place at once.

    Raises TrustValueError where the disk does not take them; the target is as it was then.
    """
    try:
        with replace_atomically(target) as beside:
            # one thread keeps the rows in their order
            connection.execute(
                f"copy ({query}) to {literal(beside)} (format parquet, compression zstd)"
            )
    except Exception as error:
        if not is_of_the_disk(error) and not isinstance(error, OSError):
            raise
        why = reason(error).replace(str(target.parent), target.parent.name)
        problem = f"The landed rows cannot be written: {why}.\n  what to do: {MAKE_ROOM}."
        raise TrustValueError(problem) from error


def reason(error: Exception) -> str:
    """Why something failed, in a line."""
    said = error.strerror if isinstance(error, OSError) else str(error)
    return (said or type(error).__name__).splitlines()[0].removesuffix(".")


def written(rows: Rows, target: Path) -> Rows:
    """The same rows as they were written to Parquet: quick to look at, under declared names."""
    columns = {name: quoted(name) for name in rows.columns}
    return Rows(rows.connection, f"read_parquet({literal(target)})", columns)
