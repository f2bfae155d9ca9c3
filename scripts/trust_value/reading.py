"""Readers, one for each kind of file. A reader gives grids: sheets of cells that are still text.

A CSV file is one grid. `head` is what a header is looked for in; `load` leaves the records below
the header as a temporary DuckDB table `cells`: `_row`, the 1-based row a person sees when the file
is opened as a sheet (a cell with line breaks is one row), and text columns `c1`, `c2`, ...
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.errors import LandingError

if TYPE_CHECKING:
    import duckdb

HEAD_RECORDS = 200
UTF_8, CP1252 = "utf-8-sig", "cp1252"
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Grid:
    """One sheet of cells. sheet: its name, None for a CSV; head: its first records."""

    path: Path
    sheet: str | None
    head: list[list[str]]
    encoding: str

    def load(
        self, connection: duckdb.DuckDBPyConnection, header_row: int, stop: str, scratch: Path
    ) -> None:
        """Makes the table `cells` of the records below header_row (0: there is no header).

        stop: `blank` ends before the first wholly blank record, `end` leaves blank ones out.
        Raises LandingError where a record does not fit.
        """
        first = max(header_row, 1)
        width = len(self.head[first - 1])
        is_loaded = self._is_tidy() and self._load_as_is(connection, first, width, scratch)
        if not is_loaded:
            rewritten = self._rewrite(first, header_row, width, stop, scratch)
            _read_csv(connection, rewritten, first, 0, width)
        blank = f"trim(concat_ws('', {', '.join(f'c{place + 1}' for place in range(width))})) = ''"
        connection.execute(f"delete from cells where _row <= {header_row}")
        if stop == "blank":
            end = f"select min(_row) from cells where {blank}"
            connection.execute(f"delete from cells where _row >= ({end})")
        connection.execute(f"delete from cells where {blank}")

    def _is_tidy(self) -> bool:
        """True where DuckDB counts records as a person does: UTF-8 without blank lines."""
        with (
            self.path.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text,
        ):
            blanks = (b"\n\n", b"\n\r\n", b"\r\r", b"\0")
            has_blank = text[:1] in b"\r\n" or any(text.find(blank) >= 0 for blank in blanks)
        return self.encoding == UTF_8 and not has_blank

    def _load_as_is(
        self, connection: duckdb.DuckDBPyConnection, first: int, width: int, scratch: Path
    ) -> bool:
        """False where DuckDB cannot read the file, or does not find the same first record."""
        import duckdb

        # a link, so that no character of the published name is read as a pattern
        link = scratch / "published.csv"
        link.unlink(missing_ok=True)
        link.symlink_to(self.path.resolve())
        try:
            _read_csv(connection, link, first, first - 1, width)
            query = f"select * exclude (_row) from cells where _row = {first}"
            found = connection.execute(query).fetchone()
        except duckdb.Error:
            return False
        return found == tuple(cell or None for cell in self.head[first - 1])

    def _rewrite(self, first: int, header_row: int, width: int, stop: str, scratch: Path) -> Path:
        """The same cells written again, where DuckDB cannot count or read them.

        That is: other encodings, blank lines (they keep their place), mixed line ends, notes wider
        than the table.
        """
        target = scratch / "rewritten.csv"
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            for row, record in enumerate(records(self.path, self.encoding), start=1):
                is_blank = not any(cell.strip() for cell in record)
                if is_blank and stop == "blank" and row > header_row:
                    break
                if row >= first and any(record[width:]):
                    raise LandingError(
                        self.path.name,
                        f"{len(record)} cells where the table has {width} columns",
                        f"{width} cells; a cell with a comma in it stands in quotes",
                        "open the file at that row, or download it again",
                        row=row,
                    )
                if row >= first:
                    writer.writerow((record + [""] * width)[:width])
        return target


def read_csv(path: Path) -> Iterator[Grid]:
    """The one grid of a CSV file. Raises LandingError where it is not what its name says."""
    encoding = encoding_of(path)
    yield Grid(path, None, list(islice(records(path, encoding), HEAD_RECORDS)), encoding)


READERS = {".csv": read_csv}


def records(path: Path, encoding: str) -> Iterator[list[str]]:
    """Every record of a CSV file, blank ones as []. Raises LandingError at a broken quote."""
    row = 1
    try:
        with path.open(encoding=encoding, newline="") as stream:
            for record in csv.reader(stream, strict=True):
                yield record
                row += 1
    except csv.Error as error:
        raise LandingError(
            path.name,
            f"the record cannot be read as CSV ({error})",
            "comma separated cells, a quote inside a quoted cell doubled",
            "download the file again, or put the quote right",
            row=row,
        ) from error


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without byte order mark) or, failing that, CP1252. Raises LandingError."""
    expected = "text in UTF-8 or CP1252"
    with path.open("rb") as stream:
        start = stream.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not start:
        raise LandingError(path.name, "the file is empty", action="download it again")
    if b"\0" in start or start.startswith((b"pk\x03\x04", b"\xff\xfe", b"\xfe\xff")):
        action = "save the table as 'CSV UTF-8', or give the file its own extension back"
        raise LandingError(path.name, "this is not a CSV text", expected, action)
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        action = "download the file itself: the link led to a page"
        raise LandingError(path.name, "this is a web page, not a table", action=action)
    for encoding in (UTF_8, CP1252):
        with path.open(encoding=encoding, newline="") as stream, suppress(UnicodeDecodeError):
            while stream.read(1 << 20):
                pass
            return encoding
    raise LandingError(path.name, "its encoding is not known", expected, "save it as 'CSV UTF-8'")


def _read_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, first: int, skipped: int, width: int
) -> None:
    columns = ", ".join(f"'c{place + 1}': 'varchar'" for place in range(width))
    connection.execute(
        f"""
        create or replace temp table cells as
        select row_number() over () + {first - 1} as _row, *
        from read_csv(
            {literal(path)}, columns = {{{columns}}}, skip = {skipped}, header = false,
            auto_detect = false, delim = ',', quote = '"', escape = '"', null_padding = true,
            parallel = false, max_line_size = {1 << 24}
        )
        """
    )


def literal(value: object) -> str:
    """A text or path as a SQL literal, None as a null text."""
    return "null::varchar" if value is None else "'" + str(value).replace("'", "''") + "'"
