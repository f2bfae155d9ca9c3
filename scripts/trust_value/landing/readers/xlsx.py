"""The sheets of an .xlsx: by DuckDB's own reader where it reads them right, else cell by cell.

A cell is the text in the file, to the last digit; an error cell is its mark (#N/A); rows are those
of the sheet.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property
from xml.etree import ElementTree

from trust_value.duck import literal, load_excel
from trust_value.landing.readers.base import (
    HEAD_RECORDS,
    LAST_ROW,
    Numbered,
    Rows,
    Sheet,
    Source,
    Wanted,
)
from trust_value.landing.readers.workbook import Workbook, closed, tag, text_of
from trust_value.landing.readers.zip import DAMAGED, chunks

# a larger sheet is looked at in part: a program that writes cells oddly does so throughout
LOOKED_AT, EVERY = 32 << 20, 16
DIGITS = b"0123456789.-"
WIDEST_LOADED = 1_000
CELL = re.compile(rb"<c(?=[ />])([^>]*?)(/>|>(?:<[^>]*>)?)")
ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')


class XlsxSheet(Sheet):
    """One sheet of an .xlsx. part: its XML inside the file; is_usual: DuckDB finds it by name."""

    def __init__(self, book: Workbook, tab: str, part: str, *, is_usual: bool) -> None:
        super().__init__(book.source, tab)
        self.book, self.part, self.is_usual = book, part, is_usual

    @cached_property
    def end(self) -> str | None:
        """The last column and row for DuckDB's reader; None where it would not read all right.

        It loses cells that are out of order, takes a cell without a value for the first shared
        text, and TRUE for 1. Raises LandingError where the checksum is not that of the sheet.
        """
        try:
            with zipfile.ZipFile(self.source.path) as archive:
                return self._end(archive)
        except DAMAGED as error:
            raise self.refusal(f"the sheet cannot be read ({error})") from error

    def _end(self, archive: zipfile.ZipFile) -> str | None:
        forms: set[bytes] = set()
        is_right, columns, last, rest = self.is_usual, {b"A"}, 0, b""
        is_small = archive.getinfo(self.part).file_size <= LOOKED_AT
        for number, chunk in enumerate(chunks(archive, self.part)):
            if not is_right or not (is_small or number % EVERY == 0):
                rest = b""
                continue
            text, mark, rest = (rest + chunk).rpartition(b"<row ")
            rest = mark + rest
            if number == 0:
                columns |= set(re.findall(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)\d+"', text))
            rows = [int(found) for found in ROW.findall(text)]
            # digits say nothing of a row's form: a table has few forms
            found = text.translate(None, DIGITS).split(b"<row ")
            forms.update(found if is_small else found[1:])
            is_right = rows == sorted({last, *rows} - {last}) and b"<v></v>" not in text
            is_right &= not is_small or len(rows) == text.count(b"<row")
            last = max([last, *rows])
        if is_small:
            forms.add(rest.translate(None, DIGITS).removeprefix(b"<row "))
            rows = [int(found) for found in ROW.findall(rest)]
            is_right &= len(rows) == rest.count(b"<row") and all(row > last for row in rows)
            last = max([last, *rows])
        if not (is_right and b"<v></v>" not in rest and all(map(is_plain, forms))):
            return None
        columns |= {name for form in forms for name in re.findall(rb'<c r="([A-Z]+)"', form)}
        column = max(columns, key=lambda each: (len(each), each)).decode()
        is_wide = column_number(column) > WIDEST_LOADED
        return None if is_wide else f"{column}{max(last, 1) if is_small else LAST_ROW}"

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows."""
        if not self.end:
            return self.first_rows()
        import duckdb

        load_excel(self.source.connection)
        try:
            # it stops at a limit; at the end of a range it reads on to the end of the sheet
            rows = (
                self.source.connection.sql(f"from {self._reads(1)}").limit(HEAD_RECORDS).fetchall()
            )
        except duckdb.Error:
            # says what is wrong, or reads what DuckDB does not
            return self.first_rows()
        return [[cell or "" for cell in row] for row in rows]

    def quick(self, wanted: Wanted) -> Rows | None:
        """By DuckDB, where it reads every cell right."""
        if not self.end:
            return None
        load_excel(self.source.connection)
        return wanted.rows(self.source.connection, self._reads(wanted.first))

    def _reads(self, first: int) -> str:
        # below its last row a sheet goes on, empty
        return (
            f"read_xlsx({literal(self.source.path)}, sheet = {literal(self.tab)}, "
            f"range = 'A{first}:{self.end}', header = false, all_varchar = true, "
            "stop_at_empty = false, empty_as_varchar = true)"
        )

    def numbered(self) -> Numbered:
        """Every row that is not empty, cell by cell, wherever its cells stand in the XML."""
        before = 0
        with zipfile.ZipFile(self.source.path) as archive, archive.open(self.part) as stream:
            for node in closed(stream, "row", self.source):
                row = int(node.get("r") or before + 1)
                if row <= before:
                    raise self.refusal(f"row {row} stands below row {before}", row=row)
                cells: dict[int, str] = {}
                place = 0
                for cell in node:
                    if tag(cell) == "c":
                        place = self._place(cell, row, place)
                        if place in cells:
                            raise self.refusal("the sheet has a cell twice", row=row, column=place)
                        cells[place] = self._text(cell, row)
                before, width = row, max((place for place in cells if cells[place]), default=0)
                if width:
                    yield row, [cells.get(place, "") for place in range(1, width + 1)]

    def _place(self, cell: ElementTree.Element, row: int, before: int) -> int:
        """The column of a cell: that of its reference, else the one after the cell before."""
        found = re.fullmatch(r"([A-Z]{1,7})(\d+)", cell.get("r", f"A{row}"))
        if not found or int(found[2]) != row:
            raise self.refusal(f"the cell {cell.get('r')} stands in row {row}", row=row)
        place = column_number(found[1]) if cell.get("r") else before + 1
        self.check_place(row, place)
        return place

    def _text(self, cell: ElementTree.Element, row: int) -> str:
        """A cell's text; a formula without a stored value is the formula, which checks refuse."""
        kind = cell.get("t", "n")
        parts = {tag(part): part for part in cell}
        if kind == "inlineStr":
            return text_of(parts["is"]) if "is" in parts else ""
        value = (parts["v"].text or "") if "v" in parts else ""
        if not value:
            return f"={parts['f'].text or ''}" if "f" in parts and "v" not in parts else ""
        if kind == "b":
            return {"0": "FALSE", "1": "TRUE"}.get(value.strip(), value)
        if kind != "s":
            return value
        texts = self.book.texts
        if not (value.strip().isdecimal() and int(value) < len(texts)):
            problem = f"a cell asks for the text {value!r} of {len(texts):,} shared texts"
            raise self.refusal(problem, row=row)
        return texts[int(value)]


def read_xlsx(source: Source, wanted: Callable[[str], bool]) -> Iterator[Sheet]:
    """The wanted sheets of an .xlsx. Raises LandingError where it is no whole workbook."""
    book = Workbook(source)
    for tab, part, is_usual in book.sheets(wanted):
        yield XlsxSheet(book, tab, part, is_usual=is_usual)


def is_plain(form: bytes) -> bool:
    """Whether DuckDB reads a row of this form right: cells in order, each with its value."""
    before = b""
    for attributes, after in CELL.findall(form):
        found = re.match(rb' r="([A-Z]+)"', attributes)
        kind = re.search(rb' t="(\w+)"', attributes)
        column, is_empty = (found[1] if found else b""), after in (b"/>", b"></c>")
        if (len(column), column) <= (len(before), before):
            return False
        if kind and (kind[1] == b"b" or (kind[1] == b"s" and is_empty)):
            return False
        if not is_empty and after not in (b"><v>", b"><is>"):
            return False
        before = column
    return b":row" not in form


def column_number(letters: str) -> int:
    """The place of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
