"""One published file to Parquet: what another process can do without the record of the others."""

import re
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from trust_value.duck import connection, constant, literal, quoted, write
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.checks import Readable, check_cells
from trust_value.landing.declarations import Table, declaration_of
from trust_value.landing.names import Named, names_in
from trust_value.landing.periods import PUBLISHED, check_notes, check_year, period_of, revision_of
from trust_value.landing.recognise import Found, recognise, resembles
from trust_value.landing.record import Landed


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

    named: the names in it that are still to be looked up, once what knows them is landed.
    """

    entries: tuple[Landed, ...] = ()
    named: tuple[Named, ...] = ()
    refused: LandingError | None = None
    similar: Table | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Reader:
    """What every file is read with. landing: the folder that its Parquet goes to."""

    tables: list[Table]
    landing: Path
    readable: Readable

    def read(self, job: Job) -> Outcome:
        """Recognises a file and writes what it holds; what a refused one wrote is taken back.

        Raises TrustValueError where the disk does not take it.
        """
        started, entries, named = time.perf_counter(), [], []
        with tempfile.TemporaryDirectory(prefix="trust-value-") as folder:
            scratch = Path(folder)
            try:
                found = recognise(job.path, self.tables, scratch)
                if not found:
                    return Outcome(similar=resembles(job.path, self.tables, scratch))
                for each in found:
                    entries.append(self._land(job, each, scratch))
                    named += names_in(each)
            except LandingError as error:
                for entry in entries:
                    entry.fresh(self.landing).unlink(missing_ok=True)
                return Outcome(refused=error)
            except OSError as error:
                raise TrustValueError(
                    f"{job.path.name} cannot be read: {error.strerror or error}.\n"
                    "  what to do: see that the file is there and that the system's folder for "
                    "temporary files has room, and land again; what was published stays served."
                ) from error
        return Outcome(tuple(entries), tuple(named), seconds=time.perf_counter() - started)

    def _land(self, job: Job, found: Found, scratch: Path) -> Landed:
        table, grid = found.table, found.grid
        check_year(grid.member or grid.file, found.groups)
        above = grid.head[: max(found.header_row - 1, 0)]
        check_notes(table, found.groups, above, grid.file, grid.sheet)
        grid.load(found.header_row, table.stop, scratch)
        entry = Landed(
            return_name=table.return_name,
            table_name=table.name,
            file_name=grid.file,
            path=job.shown,
            sha256=job.sha256,
            declaration=declaration_of(table.return_name, self.tables),
            landed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sheet_name=grid.sheet,
            revision=revision_of(found.groups),
            published_on=_published_on(found.groups),
            is_bundled=job.is_bundled,
        )
        target = entry.fresh(self.landing)
        try:
            _write(found, job.sha256, target)
            rows = connection().execute("select count(*) from cells").fetchall()[0][0]
            if not rows:
                problem = f"there is no record below the header of {table.label}"
                action = "see that the download is whole"
                raise LandingError(grid.file, problem, action=action, sheet=grid.sheet)
            check_cells(found, {k: v for k, v in found.places.items() if v}, self.readable)
        except LandingError:
            target.unlink(missing_ok=True)
            raise
        return replace(entry, rows_landed=rows, periods=_periods(found))


def _write(found: Found, sha256: str, target: Path) -> None:
    """Writes `cells` as the table's columns; `cells` is then what was written, quick to look at."""
    grid, places = found.grid, found.places
    values = [f"c{place}" if place else literal(None) for place in places.values()]
    values += [constant(text) for text in found.groups.values()]
    values += [constant(grid.file), constant(grid.sheet), "_row", constant(sha256)]
    named = zip(values, found.table.landed_columns, strict=True)
    columns = ", ".join(f"{value} as {quoted(name)}" for value, name in named)
    try:
        # one thread keeps the rows in their order
        write(f"select {columns} from cells", target)
    except TrustValueError:
        grid.check_readable()
        raise
    again = {place: f"{quoted(name)} as c{place}" for name, place in places.items() if place}
    written = f"select _row, {', '.join(again.values())} from read_parquet({literal(target)})"
    connection().execute(f"create or replace temp view cells as {written}")


def _published_on(groups: dict[str, str | None]) -> str | None:
    """Day of publication in the file name, the first of the month where it names none."""
    found = re.search(r"(20\d\d)\D?(\d\d)(?:\D?(\d\d))?", groups.get(PUBLISHED) or "")
    return "-".join(part or "01" for part in found.groups()) if found else None


def _periods(found: Found) -> tuple[str, ...]:
    """The periods a table's rows are of: those in its period column, else that of the file name."""
    place = found.places.get(found.table.period or "")
    if not place:
        return (period_of(found.groups),)
    query = f"select distinct trim(c{place}) from cells where c{place} is not null order by 1"
    return tuple(text for (text,) in connection().execute(query).fetchall())
