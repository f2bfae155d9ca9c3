"""The rows of the report: every part of queries.sql, from the served file alone."""

from pathlib import Path
from typing import Any

import duckdb

from trust_value.errors import TrustValueError

Row = dict[str, Any]
QUERIES = Path(__file__).with_name("queries.sql")


class Marts:
    """The parts of queries.sql by name, each a list of rows."""

    def __init__(self, parts: dict[str, list[Row]]) -> None:
        self.parts = parts

    def __getitem__(self, name: str) -> list[Row]:
        """The rows of a part; none where the served file lacks its mart."""
        return self.parts.get(name, [])

    def by(self, name: str, *columns: str) -> dict[Any, list[Row]]:
        """The rows of a part in groups of equal columns, in their order."""
        groups: dict[Any, list[Row]] = {}
        for row in self[name]:
            key = row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns)
            groups.setdefault(key, []).append(row)
        return groups

    def one(self, name: str, column: str) -> dict[Any, Row]:
        """The rows of a part by a column that is their key."""
        return {row[column]: row for row in self[name]}


def read_marts(database: Path) -> Marts:
    """Reads a served file. Raises TrustValueError where it lacks a mart or column."""
    _, setup, *parts = QUERIES.read_text(encoding="utf-8").split("\n-- ## ")
    read: dict[str, list[Row]] = {}
    with duckdb.connect(str(database), read_only=True) as served:
        tables = {
            name for (name,) in served.execute("select table_name from duckdb_tables()").fetchall()
        }
        try:
            served.execute(setup.partition("\n")[2])
            for part in parts:
                title, _, query = part.partition("\n")
                name, _, mart = title.partition(" if ")
                if mart and mart not in tables:
                    continue
                result = served.execute(query)
                columns = [column[0] for column in result.description or []]
                read[name] = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise TrustValueError(
                f"The served file lacks a mart or column of the report.\n  {error}\n"
                "  what to do: `trust-value run`, so that what is served fits this version."
            ) from error
    return Marts(read)
