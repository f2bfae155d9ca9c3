"""What every reader gives: a sheet of cells that are still text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal
from trust_value.errors import LandingError

if TYPE_CHECKING:
    import duckdb

HEAD_RECORDS = 200
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_RECORD = 1 << 24
WHOLE = "the workbook as published"
AGAIN = "download it again; if Excel opens it, save it as .xlsx under the same name"
Numbered = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Rows:
    """Rows of a table in DuckDB. relation: SQL after `from`; it has the columns and `_row`.

    columns: declared name to the name in the relation, without optional columns that are not there.
    """

    connection: duckdb.DuckDBPyConnection
    relation: str
    columns: dict[str, str]

    def ask(self, query: str) -> list[tuple]:
        """The rows of a query whose {rows} stands for the relation."""
        return self.connection.execute(query.replace("{rows}", self.relation)).fetchall()


@dataclass(frozen=True)
class Wanted:
    """What is loaded of a sheet: the rows below header_row (0: there is none) of some cells.

    width: cells of a row, to tell blank rows by; places: declared column to its 1-based cell;
    stop: `blank` ends before the first wholly blank row, `end` leaves blank ones out.
    """

    header_row: int
    width: int
    places: dict[str, int]
    stop: str

    @property
    def first(self) -> int:
        """The first row that is read."""
        return max(self.header_row, 1)

    @property
    def columns(self) -> dict[str, str]:
        """Declared column to the name of its cells when loaded."""
        return {name: f"c{place}" for name, place in self.places.items()}

    @property
    def is_filled(self) -> str:
        """The SQL condition that a row of cells c1, c2, ... is not blank."""
        cells = [f"c{place + 1}" for place in range(self.width)]
        # cheap test first: text that starts with a non-space is not blank
        return " or ".join(f"{cell} >= '!' or trim({cell}) != ''" for cell in cells)

    def rows(self, connection: duckdb.DuckDBPyConnection, reads: str) -> Rows:
        """The rows of the SQL `reads`, which gives every cell from the first row on."""
        named = ", ".join(f"c{place + 1}" for place in range(self.width))
        numbered = f"select row_number() over () + {self.first - 1} as _row, * from {reads}"
        query = f"select * from ({numbered}) as numbered (_row, {named}) "
        query += f"where _row > {self.header_row} and ({self.is_filled})"
        if self.stop == "end":
            return Rows(connection, f"({query})", self.columns)
        connection.execute(f"create or replace temp table loaded as {query}")
        place = "select _row, row_number() over (order by _row) as place from loaded"
        gap = f"select min(_row) from ({place}) where _row <> {self.header_row} + place"
        connection.execute(f"delete from loaded where _row >= ({gap})")
        return Rows(connection, "loaded", self.columns)


@dataclass(frozen=True)
class Source:
    """What is read, and with what. file: base name of the published file.

    path: where it is, or a copy of the member of that name inside an archive; scratch: a folder
    for what is written on the way; hidden: sheets that are left out, added by readers.
    """

    file: str
    path: Path
    scratch: Path
    connection: duckdb.DuckDBPyConnection
    member: str | None = None
    hidden: list[str] = field(default_factory=list)

    def refusal(
        self, problem: str, expected: str = WHOLE, action: str = AGAIN, **where: object
    ) -> LandingError:
        """The error that refuses the file for what is wrong in it."""
        return LandingError(self.file, problem, expected, action, **{"sheet": self.member, **where})


class Sheet:
    """One sheet of a file. Each format gives `numbered`, and may read faster in its own way.

    tab: name of the sheet of a workbook.
    """

    def __init__(self, source: Source, tab: str | None = None) -> None:
        self.source, self.tab = source, tab

    @property
    def label(self) -> str | None:
        """Where in the published file, as a person would say it; None for a file of one sheet."""
        return ": ".join(part for part in (self.source.member, self.tab) if part) or None

    def numbered(self) -> Numbered:
        """Every row that is not empty, with its 1-based number. Raises LandingError."""
        raise NotImplementedError

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows, in which a header is looked for. Raises LandingError."""
        return self.first_rows()

    def first_rows(self) -> list[list[str]]:
        """The first of the numbered rows, with those between them that are empty."""
        rows: list[list[str]] = []
        for number, cells in islice(self.numbered(), HEAD_RECORDS):
            if number > HEAD_RECORDS:
                break
            rows += [[] for _ in range(number - 1 - len(rows))] + [cells]
        return rows

    def quick(self, wanted: Wanted) -> Rows | None:  # noqa: ARG002
        """Rows that DuckDB reads by itself, as they are asked for; None where it may not be right.

        Raises duckdb.Error, then or when they are asked for: `load` reads them, or says why not.
        """
        return None

    def load(self, wanted: Wanted) -> Rows:
        """What is wanted, row by row, as the temporary table `loaded`. Raises LandingError."""
        target, places = self.source.scratch / "loaded.csv", list(wanted.places.values())
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            last = wanted.header_row
            for row, cells in self.numbered():
                if row <= wanted.header_row:
                    continue
                if wanted.stop == "blank" and row > last + 1:
                    break
                if any(cell.strip() for cell in cells):
                    self.check_width(row, cells, wanted.width)
                is_blank = not any(cell.strip() for cell in cells[: wanted.width])
                if is_blank and wanted.stop == "blank":
                    break
                if is_blank:
                    continue
                found = [cells[place - 1] if place <= len(cells) else "" for place in places]
                writer.writerow([row, *found])
                last = row
        columns = {"_row": "bigint"} | {f"c{place}": "varchar" for place in places}
        query = (
            f"create or replace temp table loaded as select * from {read_csv(target, columns, 0)}"
        )
        self.source.connection.execute(query)
        return Rows(self.source.connection, "loaded", wanted.columns)

    def check_width(self, row: int, cells: list[str], width: int) -> None:
        """Raises LandingError where a row has more cells than may be; of a workbook it may."""

    def short_row(self, width: int) -> int | None:  # noqa: ARG002
        """The last row, where it has fewer cells than the others: the file was cut short."""
        return None

    def refusal(self, problem: str, *texts: str, **where: object) -> LandingError:
        """The error that refuses the file for what is wrong on this sheet."""
        return self.source.refusal(problem, *texts, sheet=self.label, **where)

    def check_place(self, row: int, column: int) -> None:
        """Raises LandingError for a cell beyond what any program can show."""
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            expected = f"at most {LAST_ROW:,} rows and {LAST_COLUMN:,} columns"
            raise self.refusal(f"a cell is in row {row:,}, column {column:,}", expected)


def read_csv(path: Path, columns: dict[str, str], skipped: int) -> str:
    """The SQL that reads a CSV file: every cell as the text it is."""
    named = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    # a buffer is filled with noughts first: no larger than a small file needs
    longest = min(LONGEST_RECORD, path.stat().st_size + 1)
    return (
        f"read_csv({literal(path)}, columns = {{{named}}}, skip = {skipped}, header = false, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', null_padding = true, "
        f"parallel = false, max_line_size = {longest}, buffer_size = {2 * longest})"
    )
