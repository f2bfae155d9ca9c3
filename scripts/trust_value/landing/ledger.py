"""The landing in progress: known files, new files, the final move into place."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from trust_value.duck import connect, literal
from trust_value.errors import LandingError
from trust_value.landing.convert import Outcome
from trust_value.landing.declarations import Table, declaration_of
from trust_value.landing.periods import in_use_because, settle
from trust_value.landing.record import (
    MANIFEST_COLUMNS,
    SUPERSEDED,
    Landed,
    Record,
    read_record,
    without,
    write_json,
)
from trust_value.landing.write import write
from trust_value.project import Project


class Ledger:
    """entries: all files landed, as they are now; before: the record of the last landing."""

    def __init__(self, project: Project, tables: list[Table]) -> None:
        self.project, self.tables = project, tables
        self.before = read_record(project.landing_record)
        self.entries = list(self.before.landed)
        names = {table.return_name for table in tables}
        self.declarations = {name: declaration_of(name, tables) for name in names}
        self.fresh: dict[tuple[object, ...], Path] = {}

    def is_there(self, entry: Landed) -> bool:
        """Whether the published file is still where it was found."""
        return (self.project.root / entry.path).exists()

    def follow(self, hashes: dict[Path, str]) -> None:
        """Takes note of files that were moved: same name, same bytes, another folder."""
        found = {(path.name, sha256): self.project.shown(path) for path, sha256 in hashes.items()}
        for number, entry in enumerate(self.entries):
            path = found.get((entry.file_name, entry.sha256))
            if path and not self.is_there(entry):
                is_bundled = (self.project.root / path).is_relative_to(self.project.returns)
                self.entries[number] = replace(entry, path=path, is_bundled=is_bundled)

    def forget(self, folders: list[Path]) -> list[Landed]:
        """Leaves out what vanished from the folders given; returns what was in use of it."""
        inside = [self.project.shown(folder) for folder in folders]
        gone = {
            entry.path
            for entry in self.entries
            if any(Path(entry.path).is_relative_to(folder) for folder in inside)
            and not self.is_there(entry)
        }
        before, self.entries = self.entries, without(self.entries, gone, self.tables)
        kept = {(entry.key, entry.sha256) for entry in self.entries}
        removed = [entry for entry in before if (entry.key, entry.sha256) not in kept]
        return [entry for entry in removed if entry.superseded_by is None]

    def is_landed(self, path: Path, sha256: str) -> bool:
        """Whether this very file is landed, or rightly superseded, as it would be now."""
        mine = [e for e in self.entries if (e.file_name, e.sha256) == (path.name, sha256)]
        return bool(mine) and all(
            entry.declaration == self.declarations.get(entry.return_name)
            and entry.parquet(self.project.landing).exists()
            and (entry.superseded_by is None or self._is_better_there(entry, path))
            for entry in mine
        )

    def _is_better_there(self, entry: Landed, path: Path) -> bool:
        """Whether the file that superseded an entry is there, and not under its own path."""
        return any(
            other.superseded_by is None
            and (other.table, other.sha256) == (entry.table, entry.superseded_by)
            and other.path != self.project.shown(path)
            and self.is_there(other)
            for other in self.entries
        )

    def add(self, outcome: Outcome) -> list[Landed]:
        """Takes a file's entries up, all or none. Raises LandingError where another is in the way.

        Of two files of one period, one is in use: the other stays landed, apart.
        """
        entries = [
            entry
            for entry in self.entries
            # sheets that a new declaration no longer finds
            if (entry.file_name, entry.sha256)
            != (outcome.entries[0].file_name, outcome.entries[0].sha256)
        ]
        for new in outcome.entries:
            for other in entries:
                is_twin = (other.table, other.sha256) == (new.table, new.sha256)
                if is_twin and other.file_name != new.file_name and self.is_there(other):
                    problem = f"it is the same, byte for byte, as {other.file_name}, already landed"
                    action = "take one of the two away"
                    raise LandingError(new.file_name, problem, "each published file once", action)
            entries = settle(entries, new, self.is_there)
        self.entries = entries
        landing = self.project.landing
        self.fresh |= {(*new.key, new.sha256): new.fresh(landing) for new in outcome.entries}
        return [entry for entry in entries if entry.sha256 == outcome.entries[0].sha256]

    def where_known(self, outcome: Outcome) -> dict[str, list[Path]]:
        """The rows of each table (by label), a file's own among them, before all is in place."""
        landing, found = self.project.landing, defaultdict(list)
        for entry in self.entries:
            if entry.superseded_by is None:
                key, place = (*entry.key, entry.sha256), entry.parquet(landing)
                found[".".join(entry.table)].append(self.fresh.get(key, place))
        for entry in outcome.entries:
            found[".".join(entry.table)].append(entry.fresh(landing))
        return found

    def finish(self) -> Record:
        """Brings the landing folder in line with the entries; the record is written last."""
        landing, before = self.project.landing, self.before
        explained = [
            entry
            if entry.superseded_by
            else replace(entry, reason=in_use_because(entry, self.entries))
            for entry in self.entries
        ]
        entries = sorted(explained, key=lambda each: (each.key, each.landed_at, each.sha256))
        record = Record(entries, {table.label: table.declaration for table in self.tables})
        manifest = landing / "landing" / "manifest" / "manifest.parquet"
        keep = {entry.parquet(landing) for entry in entries} | {manifest}
        for entry in entries:
            self._put_in_place(entry)
        made: dict[Path, tuple[dict[str, str], list[list[object]]]] = {}
        for table in self.tables:
            target = landing / table.return_name / table.name / "columns.parquet"
            keep.add(target)
            if before.columns.get(table.label) != table.declaration or not target.exists():
                made[target] = (table.landed_columns, [])
        if record != before or not manifest.exists():
            made[manifest] = (MANIFEST_COLUMNS, [entry.manifest_row() for entry in entries])
        if made:
            self._write_rows(made)
        # what nothing stands behind: vanished files, a landing cut short
        for path in (*landing.glob("*/*/*.*"), *landing.glob(f"*/*/{SUPERSEDED}/*")):
            if path not in keep:
                path.unlink()
        if record != before:
            write_json(self.project.landing_record, record)
        return record

    def _put_in_place(self, entry: Landed) -> None:
        """Moves an entry's rows to where its use says they are."""
        landing = self.project.landing
        target, now = entry.parquet(landing), entry.superseded_by
        if fresh := self.fresh.get((*entry.key, entry.sha256)):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(fresh, target)
        other = replace(entry, superseded_by=None if now else "by another").parquet(landing)
        if not target.exists() and other.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(other, target)

    @staticmethod
    def _write_rows(made: dict[Path, tuple[dict[str, str], list[list[object]]]]) -> None:
        with connect() as connection:
            for target, (columns, rows) in made.items():
                declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
                connection.execute(f"create or replace temp table made ({declared})")
                if rows:
                    texts = (", ".join(map(_value, row)) for row in rows)
                    values = ", ".join(f"({text})" for text in texts)
                    connection.execute(f"insert into made values {values}")
                write(connection, "select * from made", target)


def _value(value: object) -> str:
    return str(value) if isinstance(value, int) else literal(value)
