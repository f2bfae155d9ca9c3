"""Grids, sheets of cells that are still text, and the one of a CSV file.

`head` is what a header is looked for in; `load` leaves the records below the header as a temporary
DuckDB view `cells`: `_row`, the 1-based row a person sees when the file is opened as a sheet (a
cell with line breaks is one row), and text columns `c1`, `c2`, ...
"""

import csv
import mmap
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from trust_value.duck import connection, literal
from trust_value.errors import LandingError
from trust_value.landing.readers.text import LONGEST_RECORD, UTF_8, encoding_of, records

HEAD_RECORDS = 200


@dataclass(frozen=True)
class Grid:
    """One sheet of cells: a CSV file, or a sheet written out as one.

    file: base name of the published file; path: where its cells are; member: name of the file
    inside an archive; tab: name of the sheet of a workbook.
    """

    file: str
    path: Path
    member: str | None = None
    tab: str | None = None

    @property
    def sheet(self) -> str | None:
        """Where in the published file, as a person would say it; None for a file of one grid."""
        return ": ".join(part for part in (self.member, self.tab) if part) or None

    @cached_property
    def encoding(self) -> str:
        """How the text is written. Raises LandingError where it is no text."""
        return encoding_of(self.path, self.file)

    @cached_property
    def head(self) -> list[list[str]]:
        """The first records. Raises LandingError where they cannot be read."""
        return list(islice(records(self.path, self.encoding, self.file), HEAD_RECORDS))

    def load(self, header_row: int, stop: str, scratch: Path) -> None:
        """Makes the view `cells` of the records below header_row (0: there is no header).

        stop: `blank` ends before the first wholly blank record, `end` leaves blank ones out.
        Raises LandingError where a record does not fit.
        """
        first = max(header_row, 1)
        width = len(self.head[first - 1])
        is_loaded = self._is_tidy() and self._load_as_is(first, width, scratch)
        if not is_loaded:
            rewritten = self._rewrite(first, header_row, width, stop, scratch)
            _read_csv(rewritten, first, 0, width)
        connection().execute(f"delete from loaded where ({is_filled(width)}) is not true")
        cut(header_row, stop)

    def check_readable(self) -> None:
        """Raises LandingError where `cells` cannot be read to its end: of a CSV file it can."""

    def _is_tidy(self) -> bool:
        """True where DuckDB counts records as a person does: UTF-8 without blank lines."""
        with (
            self.path.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text,
        ):
            blanks = (b"\n\n", b"\n\r\n", b"\r\r", b"\0")
            has_blank = text[:1] in b"\r\n" or any(text.find(blank) >= 0 for blank in blanks)
        return self.encoding == UTF_8 and not has_blank

    def _load_as_is(self, first: int, width: int, scratch: Path) -> bool:
        """False where DuckDB cannot read the file, or does not find the same first record."""
        import duckdb

        # a link, so that no character of the published name is read as a pattern
        link = scratch / "published.csv"
        link.unlink(missing_ok=True)
        link.symlink_to(self.path.resolve())
        try:
            _read_csv(link, first, first - 1, width)
            query = f"select * exclude (_row) from loaded where _row = {first}"
            found = connection().execute(query).fetchone()
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
            for row, record in enumerate(records(self.path, self.encoding, self.file), 1):
                is_blank = not any(cell.strip() for cell in record)
                if is_blank and stop == "blank" and row > header_row:
                    break
                if row >= first and any(record[width:]):
                    raise LandingError(
                        self.file,
                        f"{len(record)} cells where the table has {width} columns",
                        f"{width} cells; a cell with a comma in it stands in quotes",
                        "open the file at that row, or download it again",
                        row=row,
                        sheet=self.sheet,
                    )
                if row >= first:
                    writer.writerow((record + [""] * width)[:width])
        return target


def cut(header_row: int, stop: str) -> None:
    """Makes `cells` of the table `loaded`, without the header and what `stop` leaves out."""
    run = connection().execute
    run(f"delete from loaded where _row <= {header_row}")
    if stop == "blank":
        numbered = "select _row, row_number() over (order by _row) as place from loaded"
        gap = f"select min(_row) from ({numbered}) where _row <> {header_row} + place"
        run(f"delete from loaded where _row >= ({gap})")
    run("create or replace temp view cells as select * from loaded")


def is_filled(width: int) -> str:
    """The condition that a row of so many cells says anything."""
    cells = [f"c{place + 1}" for place in range(width)]
    # text that does not begin with a space says something: told sooner than what trimming leaves
    return " or ".join(f"{cell} >= '!' or trim({cell}) != ''" for cell in cells)


def _read_csv(path: Path, first: int, skipped: int, width: int) -> None:
    columns = ", ".join(f"'c{place + 1}': 'varchar'" for place in range(width))
    connection().execute(
        f"""
        create or replace temp table loaded as
        select row_number() over () + {first - 1} as _row, *
        from read_csv(
            {literal(path)}, columns = {{{columns}}}, skip = {skipped}, header = false,
            auto_detect = false, delim = ',', quote = '"', escape = '"', null_padding = true,
            parallel = false, max_line_size = {LONGEST_RECORD}, buffer_size = {2 * LONGEST_RECORD}
        )
        """
    )
