"""Converts one published file to Parquet; safe in a worker process."""

from __future__ import annotations

import re
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import connect
from trust_value.errors import LandingError, TrustValueError
from trust_value.files import is_of_the_disk
from trust_value.landing.asked import Asked, asked_in
from trust_value.landing.checks import check_cells, last_row
from trust_value.landing.declarations import Table, declaration_of
from trust_value.landing.periods import PUBLISHED, check_notes, check_year, period_of, revision_of
from trust_value.landing.readable import Readable
from trust_value.landing.readers.base import Rows, Source
from trust_value.landing.recognise import Found, recognise, resembles
from trust_value.landing.record import Landed
from trust_value.landing.write import load_and_write, reason, write_table, written

if TYPE_CHECKING:
    import duckdb

COUNTED = "select count(*), max(_row) from {rows}"
TEMPORARY = "see that the system's folder for temporary files has room, and land again; "
TEMPORARY += "what was published stays served"


@dataclass(frozen=True)
class Job:
    """A file to land. shown: its path as the record keeps it."""

    path: Path
    shown: str
    sha256: str
    is_bundled: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a file: entries, or an error, or neither where no declaration knows it.

    asked: the names and codes that are still to be looked up, once what knows them is landed;
    remarks: what a person should know of a file that landed.
    """

    entries: tuple[Landed, ...] = ()
    asked: tuple[Asked, ...] = ()
    remarks: tuple[str, ...] = ()
    refused: LandingError | None = None
    similar: Table | None = None
    seconds: float = 0.0


@dataclass
class Converter:
    """What every file is read with. landing: the folder that its Parquet goes to."""

    tables: list[Table]
    landing: Path
    readable: Readable
    connection: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)

    def convert(self, job: Job) -> Outcome:
        """Recognises a file and writes what it holds; what a refused one wrote is taken back.

        Whatever is raised while it is read refuses this file. Raises TrustValueError where the
        disk does not take the output.
        """
        started, entries = time.perf_counter(), []
        try:
            with tempfile.TemporaryDirectory(prefix="trust-value-") as folder:
                outcome = self._convert(job, Path(folder), entries)
            return replace(outcome, seconds=time.perf_counter() - started)
        except Exception as error:
            for entry in entries:
                with suppress(OSError):
                    entry.fresh(self.landing).unlink()
            # an error of DuckDB's may leave a connection that answers nothing more
            self.connection = None
            if isinstance(error, LandingError):
                return Outcome(refused=error)
            if isinstance(error, TrustValueError):
                raise
            why = reason(error)
            if is_of_the_disk(error):
                problem = f"{job.path.name} cannot be read: {why}.\n  what to do: {TEMPORARY}."
                raise TrustValueError(problem) from error
            action = "download it again; if it is the same, save it anew under the same name"
            problem = f"it cannot be read ({why})"
            return Outcome(
                refused=LandingError(job.path.name, problem, "the file as published", action)
            )

    def _convert(self, job: Job, scratch: Path, entries: list[Landed]) -> Outcome:
        self.connection = self.connection or connect()
        source = Source(job.path.name, job.path, scratch, self.connection)
        found = recognise(source, self.tables)
        if not found:
            return Outcome(similar=resembles(source, self.tables))
        asked, remarks = (
            [],
            [f"{source.file}: the hidden sheet {tab!r} is not read" for tab in source.hidden],
        )
        for each in found:
            entry, rows, notes = self._land(job, each, entries)
            entries[-1] = entry
            asked += asked_in(each, rows, self.readable)
            remarks += notes
        return Outcome(tuple(entries), tuple(asked), tuple(remarks))

    def _land(
        self, job: Job, found: Found, entries: list[Landed]
    ) -> tuple[Landed, Rows, list[str]]:
        table, sheet = found.table, found.sheet
        check_year(sheet.source.member or sheet.source.file, found.groups)
        above = sheet.head[: max(found.header_row - 1, 0)]
        check_notes(table, found.groups, above, sheet)
        entry = Landed(
            return_name=table.return_name,
            table_name=table.name,
            file_name=sheet.source.file,
            path=job.shown,
            sha256=job.sha256,
            declaration=declaration_of(table.return_name, self.tables),
            landed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sheet_name=sheet.label,
            revision=revision_of(found.groups),
            published_on=_published_on(found.groups),
            is_bundled=job.is_bundled,
        )
        entries.append(entry)
        target, notes = entry.fresh(self.landing), []
        loaded = load_and_write(found, job.sha256, target)
        rows = written(loaded, target)
        count, last = rows.ask(COUNTED)[0]
        if not count:
            problem = f"there is no record below the header of {table.label}"
            raise sheet.refusal(problem, "", "see that the download is whole")
        end = last_row(found, rows, last, self.readable)
        if end < last:
            where = f"{sheet.source.file}{f', sheet {sheet.label}' if sheet.label else ''}"
            notes = [f"{where}: rows {end + 1} to {last} below the table are notes, not landed"]
            above_notes = replace(
                loaded, relation=f"(select * from {loaded.relation} where _row <= {end})"
            )
            write_table(found, above_notes, job.sha256, target)
            count, _ = rows.ask(COUNTED)[0]
        if sheet.short_row(found.width) == end:
            expected = f"{found.width} cells, as in the header"
            problem = "the last record has fewer cells than the others: the file was cut short"
            raise sheet.refusal(problem, expected, "download the file again", row=end)
        check_cells(found, rows, self.readable)
        return replace(entry, rows_landed=count, periods=_periods(found, rows)), rows, notes


def _published_on(groups: dict[str, str | None]) -> str | None:
    """Day of publication in the file name, the first of the month where it names none."""
    found = re.search(r"(20\d\d)\D?(\d\d)(?:\D?(\d\d))?", groups.get(PUBLISHED) or "")
    return "-".join(part or "01" for part in found.groups()) if found else None


def _periods(found: Found, rows: Rows) -> tuple[str, ...]:
    """The periods a table's rows are of: those in its period column, else that of the file name."""
    cell = rows.columns.get(found.table.period or "")
    if not cell:
        return (period_of(found.groups),)
    query = f"select distinct trim({cell}) from {{rows}} where {cell} is not null order by 1"
    return tuple(text for (text,) in rows.ask(query))
