"""Fills the folder of a publication, from one DuckDB connection, several files at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal
from trust_value.serving.database import write_database
from trust_value.serving.datapackage import write_datapackage
from trust_value.serving.files import write_csv, write_parquet
from trust_value.serving.marts import BUILT, Mart, read_marts
from trust_value.serving.workbook import write_workbook

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.dictionary import Facts

WORKBOOK = "trust_value.xlsx"
# one writes the DuckDB file most of the time
WRITERS = 3
MEMORY = "256MB"


@dataclass(frozen=True)
class Source:
    """What is published. page: of the data dictionary; attribution: of the returns.

    finished_at: when the build was green, UTC.
    """

    database: Path
    facts: dict[str, Facts]
    page: Path
    attribution: Path
    build_id: str
    finished_at: str


def fill(source: Source, folder: Path, release: str) -> int:
    """Writes every file of a publication into an empty folder; returns how many marts.

    Raises OSError or duckdb.Error where a file cannot be written.
    """
    for name in ("parquet", "csv"):
        (folder / name).mkdir()
    with attached(source.database) as connection:
        marts = read_marts(connection, source.facts)
        basis = trust_basis(connection, marts)
        with ThreadPoolExecutor(WRITERS) as pool:
            database = folder / "trust_value.duckdb"
            jobs = [pool.submit(write_database, connection.cursor(), marts, database)]
            for mart in marts:
                jobs.append(pool.submit(write_files, connection, mart, folder, source.build_id))
            write_workbook(connection.cursor(), marts, folder / WORKBOOK, release, source.build_id)
            for job in jobs:
                job.result()
    write_datapackage(marts, folder, source.build_id, source.finished_at, basis)
    link_or_copy(source.page, folder / "dictionary.html")
    shutil.copyfile(source.attribution, folder / "ATTRIBUTION.md")
    return len(marts)


def trust_basis(connection: duckdb.DuckDBPyConnection, marts: list[Mart]) -> str:
    """What a reported code counts for in the build: the trust of today (latest), or itself."""
    for mart in marts:
        if mart.name == "build_manifest":
            query = f"select coalesce(max(codes_count_for), 'latest') from {mart.source}"
            return connection.execute(query).fetchall()[0][0]
    return "latest"


@contextmanager
def attached(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the built warehouse and can write none of it."""
    import duckdb

    # without a limit the sheets take as much memory as the build; several files are written at
    # once, so that a thread a query is enough
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 1}) as connection:
        connection.execute(f"attach {literal(database)} as {BUILT} (read_only)")
        yield connection


def write_files(
    connection: duckdb.DuckDBPyConnection, mart: Mart, folder: Path, build_id: str
) -> None:
    """A mart's Parquet file and its CSV file."""
    cursor = connection.cursor()
    write_parquet(cursor, mart, folder / "parquet" / f"{mart.name}.parquet", build_id)
    write_csv(cursor, mart, folder / "csv" / f"{mart.name}.csv")


def link_or_copy(existing: Path, name: Path) -> None:
    """A second name of a file that is never written again, or a copy of it."""
    try:
        os.link(existing, name)
    except OSError:
        shutil.copyfile(existing, name)
