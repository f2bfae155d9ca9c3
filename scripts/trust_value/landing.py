"""Writing what was landed: a Parquet a file, empty ones for the columns, manifest and record."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.declared import Table
from trust_value.errors import LandingError
from trust_value.manifest import (
    MANIFEST_COLUMNS,
    Landed,
    Record,
    read_record,
    with_entry,
    write_json,
)
from trust_value.paths import Project
from trust_value.reading import literal
from trust_value.recognising import Found

if TYPE_CHECKING:
    import duckdb


class Writer:
    """Writes one landing; DuckDB is imported only once there is something to write.

    scratch: a folder for what is not kept; entries: all files landed, as they are now.
    """

    def __init__(self, project: Project, tables: list[Table], scratch: Path) -> None:
        self.project, self.tables, self.scratch = project, tables, scratch
        self.before = read_record(project.landing_record)
        self.entries = list(self.before.landed)

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """One thread, so that the same file always lands as the same bytes in the same order."""
        import duckdb

        return duckdb.connect(config={"threads": 1})

    def is_there(self, entry: Landed) -> bool:
        """Whether the published file is still where it was found."""
        return (self.project.root / entry.path).exists()

    def find_known(self, path: Path, sha256: str) -> Landed | None:
        """The entry under which this very file is landed, or rightly superseded, already."""
        declarations = {table.declaration for table in self.tables}
        for number, entry in enumerate(self.entries):
            if (entry.file_name, entry.sha256) != (path.name, sha256):
                continue
            if entry.superseded_by is None:
                is_whole = entry.parquet(self.project.landing).exists()
                if not self.is_there(entry):
                    self.entries[number] = replace(entry, path=self.project.shown(path))
                return entry if is_whole and entry.declaration in declarations else None
            for other in self.entries:
                is_better = (*other.key, other.sha256) == (*entry.key, entry.superseded_by)
                if is_better and other.path != self.project.shown(path):
                    return entry if self.is_there(other) else None
        return None

    def land(self, path: Path, sha256: str, found: Found) -> Landed:
        """Writes a recognised file's Parquet. Raises LandingError; nothing is written then."""
        table = found.table
        for other in self.entries:
            is_twin = (other.table, other.sha256) == ((table.return_name, table.name), sha256)
            if is_twin and other.file_name != path.name and self.is_there(other):
                problem = f"it is the same, byte for byte, as {other.file_name}, already landed"
                action = "take one of the two away"
                raise LandingError(path.name, problem, "each published file once", action)
        found.grid.load(self.connection, found.header_row, table.stop, self.scratch)
        rows = self.connection.execute("select count(*) from cells").fetchall()[0][0]
        if not rows:
            problem = f"there is no record below the header of {table.label}"
            raise LandingError(path.name, problem, action="see that the download is whole")
        values = [f"c{place}" if place else literal(None) for place in found.places.values()]
        values += [literal(text) for text in found.groups.values()]
        values += [literal(path.name), literal(found.grid.sheet), "_row", literal(sha256)]
        named = zip(values, table.landed_columns, strict=True)
        columns = ", ".join(f'{value} as "{name}"' for value, name in named)
        entry = Landed(
            return_name=table.return_name,
            table_name=table.name,
            file_name=path.name,
            path=self.project.shown(path),
            sha256=sha256,
            declaration=table.declaration,
            landed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows_landed=rows,
        )
        target = entry.parquet(self.project.landing)
        self._write(f"select {columns} from cells order by cells._row", target)
        self.entries = with_entry(self.entries, entry)
        return entry

    def finish(self) -> Record:
        """Brings the landing folder in line with the entries; the record is written last."""
        landing, before = self.project.landing, self.before
        entries = sorted(self.entries, key=lambda entry: (entry.key, entry.landed_at, entry.sha256))
        record = Record(entries, {table.label: table.declaration for table in self.tables})
        manifest = landing / "landing" / "manifest" / "manifest.parquet"
        keep = {entry.parquet(landing) for entry in record.in_use} | {manifest}
        for table in self.tables:
            target = landing / table.return_name / table.name / "columns.parquet"
            keep.add(target)
            if before.columns.get(table.label) != table.declaration or not target.exists():
                self._write_rows(target, table.landed_columns, [])
        if record != before or not manifest.exists():
            self._write_rows(manifest, MANIFEST_COLUMNS, [e.manifest_row() for e in entries])
        # what nothing in use stands behind: vanished and superseded files, a landing cut short
        for path in landing.glob("*/*/*"):
            if path not in keep:
                path.unlink()
        if record != before:
            write_json(self.project.landing_record, record)
        return record

    def _write_rows(self, target: Path, columns: dict[str, str], rows: list[list[object]]) -> None:
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.connection.execute(f"create or replace temp table made ({declared})")
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.connection.executemany(f"insert into made values ({marks})", rows)
        self._write("select * from made", target)

    def _write(self, query: str, target: Path) -> None:
        """Writes a query's rows beside the target, then puts them in its place at once."""
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(".new")
        options = "format parquet, compression zstd"
        self.connection.execute(f"copy ({query}) to {literal(beside)} ({options})")
        os.replace(beside, target)
