"""CSV files: how the text is written, and its records."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice

from trust_value.files import COMPOUND, ZIP, is_page, start_of, text_at_start
from trust_value.landing.readers.base import (
    HEAD_RECORDS,
    LAST_COLUMN,
    LONGEST_RECORD,
    Numbered,
    Rows,
    Sheet,
    Wanted,
    read_csv,
)

UTF_8, CP1252 = "utf-8-sig", "cp1252"
NOT_TEXT = (ZIP, COMPOUND, b"\xff\xfe", b"\xfe\xff")
# beyond these, reading by DuckDB takes more memory than it has
WIDEST_LOADED = 500
TAIL_BYTES = 1 << 16
csv.field_size_limit(LONGEST_RECORD)


class CsvSheet(Sheet):
    """A CSV file. A cell with line breaks in it is one row, as when it is opened as a sheet."""

    def numbered(self) -> Numbered:
        """Every record that is not blank. Raises LandingError at a broken quote."""
        yield from ((row, cells) for row, cells in enumerate(self.records(), 1) if cells)

    def records(self) -> Iterator[list[str]]:
        """Every record, blank ones as []."""
        row = 1
        try:
            with self.source.path.open(encoding=self.encoding, newline="") as stream:
                for record in csv.reader(stream, strict=True):
                    if len(record) > LAST_COLUMN:
                        problem = f"there are {len(record):,} cells in the row"
                        expected = f"at most {LAST_COLUMN:,}"
                        raise self.refusal(problem, expected, "download it again", row=row)
                    yield record
                    row += 1
        except csv.Error as error:
            raise self.refusal(
                f"the record cannot be read as CSV ({error})",
                "comma separated cells, a quote inside a quoted cell doubled",
                "download the file again, or put the quote right",
                row=row,
            ) from error

    @cached_property
    def encoding(self) -> str:
        """UTF-8 or, failing that, CP1252. Raises LandingError where the file is no text."""
        return self._looked_at[0]

    @cached_property
    def _looked_at(self) -> tuple[str, bool]:
        """The encoding, and whether DuckDB counts records as a person does.

        It does in UTF-8 without blank lines, where every quote is closed.
        """
        expected, start = "text in UTF-8 or CP1252", start_of(self.source.path)
        if not text_at_start(start):
            raise self.refusal("the file is empty", "", "download it again")
        since_break, quotes, has_blank, end = 0, 0, start[:1] in b"\r\n", b""
        is_text = not start.startswith(NOT_TEXT)
        with self.source.path.open("rb") as stream:
            while is_text and (chunk := stream.read(1 << 20)):
                is_broken = b"\n" in chunk or b"\r" in chunk
                since_break = 0 if is_broken else since_break + len(chunk)
                is_text = b"\0" not in chunk and since_break <= LONGEST_RECORD
                quotes += chunk.count(b'"')
                seam = end + chunk
                has_blank |= any(blank in seam for blank in (b"\n\n", b"\n\r\n", b"\r\r"))
                end = chunk[-2:]
        if not is_text:
            action = "save the table as 'CSV UTF-8', or give the file its own extension back"
            raise self.refusal("this is not a CSV text", expected, action)
        if is_page(start):
            action = "download the file itself: the link led to a page"
            raise self.refusal("this is a web page, not a table", "", action)
        for encoding in (UTF_8, CP1252):
            opened = self.source.path.open(encoding=encoding, newline="")
            with opened as text, suppress(UnicodeDecodeError):
                while text.read(1 << 20):
                    pass
                return encoding, encoding == UTF_8 and not has_blank and quotes % 2 == 0
        raise self.refusal("its encoding is not known", expected, "save it as 'CSV UTF-8'")

    @cached_property
    def head(self) -> list[list[str]]:
        """The first records."""
        return list(islice(self.records(), HEAD_RECORDS))

    def quick(self, wanted: Wanted) -> Rows | None:
        """By DuckDB where it counts records as a person does."""
        import duckdb

        if not self._looked_at[1] or wanted.width > WIDEST_LOADED:
            return None
        # a link, so that no character of the published name is read as a pattern
        link = self.source.scratch / "published.csv"
        link.unlink(missing_ok=True)
        link.symlink_to(self.source.path.resolve())
        columns = {f"c{place + 1}": "varchar" for place in range(wanted.width)}
        reads = read_csv(link, columns, wanted.first - 1)
        try:
            found = self.source.connection.execute(f"from {reads} limit 1").fetchone()
            is_same = found == tuple(cell or None for cell in self.head[wanted.first - 1])
            return wanted.rows(self.source.connection, reads) if is_same else None
        except duckdb.Error:
            return None

    def check_width(self, row: int, cells: list[str], width: int) -> None:
        """Raises LandingError where a record has more cells than the table."""
        if any(cells[width:]):
            raise self.refusal(
                f"{len(cells)} cells where the table has {width} columns",
                f"{width} cells; a cell with a comma in it stands in quotes",
                "open the file at that row, or download it again",
                row=row,
            )

    def short_row(self, width: int) -> int | None:
        """The last record, where it has fewer cells than the header."""
        with self.source.path.open("rb") as stream:
            stream.seek(max(self.source.path.stat().st_size - TAIL_BYTES, 0))
            text = stream.read().decode(self.encoding, errors="replace").rstrip("\r\n")
        last = text.replace("\r", "\n").rpartition("\n")[2]
        # a quick look: a line that is whole in itself is the last record, or the end of one
        with suppress(csv.Error, StopIteration):
            if len(next(csv.reader([last], strict=True))) >= width:
                return None
        row, cells = 0, []
        for number, record in enumerate(self.records(), 1):
            if record:
                row, cells = number, record
        return row if len(cells) < width else None
