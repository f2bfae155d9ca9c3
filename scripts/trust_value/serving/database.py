"""The served DuckDB file: tables, which columns are never null, and every description."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.marts import Mart

# readable by every DuckDB from 1.0 on
STORAGE_VERSION = "v1.0.0"


def write_database(connection: duckdb.DuckDBPyConnection, marts: list[Mart], target: Path) -> None:
    """Writes the marts into a new DuckDB file."""
    options = f"storage_version '{STORAGE_VERSION}'"
    connection.execute(f"attach {literal(target)} as served ({options})")
    # one transaction: several hundred comments would otherwise each wait for the disk
    connection.execute("begin")
    for mart in marts:
        copy_mart(connection, mart)
    connection.execute("commit")
    connection.execute("checkpoint served")
    connection.execute("detach served")


def copy_mart(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    """Copies one table, its rows in the order of its key, so that a look-up reads few of them."""
    target = f"served.main.{quoted(mart.name)}"
    declared = ", ".join(
        f"{quoted(column.name)} {column.kind}{'' if column.is_nullable else ' not null'}"
        for column in mart.columns
    )
    connection.execute(f"create table {target} ({declared})")
    connection.execute(f"insert into {target} from {mart.source} {mart.order}")
    comments = [f"comment on table {target} is {literal(mart.about)}"]
    for column in mart.columns:
        name = f"{target}.{quoted(column.name)}"
        comments.append(f"comment on column {name} is {literal(column.about)}")
    connection.execute(";\n".join(comments))
