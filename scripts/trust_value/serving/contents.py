"""Fills the folder of a publication, from one DuckDB connection, several files at a time."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal
from trust_value.serving.database import write_database
from trust_value.serving.datapackage import write_datapackage
from trust_value.serving.files import write_csv, write_parquet
from trust_value.serving.marts import BUILT, Mart, read_marts
from trust_value.serving.sheets import mart_sheet
from trust_value.serving.workbook import assemble, has_sheet, part_of
from trust_value.serving.zipped import Member, kept, pack, write_zip

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.dictionary import Facts

WORKBOOK = "trust_value.xlsx"
# what each mart's exports were made from, for the next publication
DIGESTS = ".digests.json"
# one writes the DuckDB file most of the time
WRITERS = 3
MEMORY = "256MB"


@dataclass(frozen=True)
class Source:
    """What is published. page: of the data dictionary; attribution: of the returns.

    finished_at: when the build was green, UTC; previous: the folder of the publication that is
    served now, None where there is none.
    """

    database: Path
    facts: dict[str, Facts]
    page: Path
    attribution: Path
    build_id: str
    finished_at: str
    previous: Path | None = None


def fill(source: Source, folder: Path, release: str) -> int:
    """Writes every file of a publication into an empty folder; returns how many marts.

    A mart that has not changed keeps its CSV file, by a second link to it, and its sheet. Raises
    OSError or duckdb.Error where a file cannot be written.
    """
    for name in ("parquet", "csv"):
        (folder / name).mkdir()
    with attached(source.database) as connection:
        marts = read_marts(connection, source.facts)
        old = unchanged(source.previous, marts)
        sheets = {each.name: each for each in kept_sheets(source.previous, old)}
        with ThreadPoolExecutor(WRITERS) as pool:
            jobs: list[Future] = [
                pool.submit(write_database, connection.cursor(), marts,
                            folder / "trust_value.duckdb")
            ]  # fmt: skip
            packing = [
                pool.submit(packed_sheet, connection, mart)
                for mart in sorted(marts, key=lambda mart: -mart.rows)
                if has_sheet(mart) and part_of(mart) not in sheets
            ]
            for mart in marts:
                jobs.append(pool.submit(write_files, connection, mart, folder, source, old))
            sheets |= {each.result().name: each.result() for each in packing}
            for job in jobs:
                job.result()
    write_zip(folder / WORKBOOK, assemble(marts, sheets, release, source.build_id))
    write_datapackage(marts, folder, source.build_id, source.finished_at)
    (folder / DIGESTS).write_text(json.dumps({mart.name: mart.digest for mart in marts}))
    link_or_copy(source.page, folder / "dictionary.html")
    shutil.copyfile(source.attribution, folder / "ATTRIBUTION.md")
    return len(marts)


@contextmanager
def attached(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the built warehouse and can write none of it."""
    import duckdb

    # without a limit the sheets take as much memory as the build; several files are written at
    # once, so that a thread a query is enough
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 1}) as connection:
        connection.execute(f"attach {literal(database)} as {BUILT} (read_only)")
        yield connection


def unchanged(previous: Path | None, marts: list[Mart]) -> set[str]:
    """The marts whose exports stand in the previous publication as they would be written now."""
    if previous is None:
        return set()
    try:
        digests = json.loads((previous / DIGESTS).read_text())
    except (OSError, ValueError):
        return set()
    return {mart.name for mart in marts if digests.get(mart.name) == mart.digest}


def kept_sheets(previous: Path | None, old: set[str]) -> list[Member]:
    """The packed sheets of the previous workbook that are still right."""
    parts = {f"xl/worksheets/{name}.xml" for name in old}
    return kept(previous / WORKBOOK, parts) if previous else []


def packed_sheet(connection: duckdb.DuckDBPyConnection, mart: Mart) -> Member:
    """A mart's sheet, packed."""
    return pack(part_of(mart), mart_sheet(connection.cursor(), mart))


def write_files(
    connection: duckdb.DuckDBPyConnection, mart: Mart, folder: Path, source: Source, old: set[str]
) -> None:
    """A mart's Parquet file, always anew since it names the build, and its CSV file."""
    cursor = connection.cursor()
    write_parquet(cursor, mart, folder / "parquet" / f"{mart.name}.parquet", source.build_id)
    name = f"csv/{mart.name}.csv"
    if (
        source.previous is None
        or mart.name not in old
        or not link(source.previous / name, folder / name)
    ):
        write_csv(cursor, mart, folder / name)


def link(existing: Path, name: Path) -> bool:
    """Gives a file a second name; False where it is gone or the disk has no such links."""
    try:
        os.link(existing, name)
    except OSError:
        return False
    return True


def link_or_copy(existing: Path, name: Path) -> None:
    """A second name of a file that is never written again, or a copy of it."""
    if not link(existing, name):
        shutil.copyfile(existing, name)
