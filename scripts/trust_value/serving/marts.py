"""The marts of a build, as everything that is published describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trust_value.duck import quoted
from trust_value.errors import TrustValueError
from trust_value.serving.units import unit_of

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.dictionary import Facts

BUILT = "built"
TABLES = """
select table_name, coalesce(trim(comment), '') from duckdb_tables()
where database_name = ? and schema_name = 'marts' order by table_name
"""
COLUMNS = """
select table_name, column_name, data_type, is_nullable, coalesce(trim(comment), '')
from duckdb_columns()
where database_name = ? and schema_name = 'marts' order by table_name, column_index
"""


@dataclass(frozen=True)
class Column:
    """A column. kind: DuckDB's type of it; about: its description."""

    name: str
    kind: str
    is_nullable: bool
    about: str

    @property
    def unit(self) -> str:
        """Its unit, empty where none is given."""
        return unit_of(self.about, self.kind)


@dataclass(frozen=True)
class Mart:
    """A table to publish. key: what names a row, empty where not known.

    version: of its contract.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    version: int = 1
    rows: int = 0

    @property
    def source(self) -> str:
        """The built table, as SQL."""
        return f"{BUILT}.marts.{quoted(self.name)}"

    @property
    def order(self) -> str:
        """An `order by` in which the rows always stand the same way; empty without a key."""
        return f"order by {', '.join(map(quoted, self.key))}" if self.key else ""


def read_marts(
    connection: duckdb.DuckDBPyConnection, facts: dict[str, Facts], database: str = BUILT
) -> list[Mart]:
    """Every table of the marts in an attached database, views left out.

    facts: key and contract version by mart. Raises TrustValueError where there is no mart.
    """
    columns: dict[str, list[Column]] = {}
    for mart, *column in connection.execute(COLUMNS, [database]).fetchall():
        columns.setdefault(mart, []).append(Column(*column))
    marts = []
    for name, about in connection.execute(TABLES, [database]).fetchall():
        ((rows,),) = connection.execute(
            f"select count(*) from {database}.marts.{quoted(name)}"
        ).fetchall()
        fact = facts.get(name)
        key, version = (fact.key, fact.version) if fact else ((), 1)
        marts.append(Mart(name, about, tuple(columns[name]), key, version, rows))
    if not marts:
        raise TrustValueError("The build has no marts.\n  what to do: `trust-value build`.")
    return marts
