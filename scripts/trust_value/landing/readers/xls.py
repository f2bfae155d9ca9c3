"""The sheets of an older binary workbook (.xls), by xlrd.

A number is the shortest text of the double that is stored; an error cell is its mark (#N/A); rows
are those of the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trust_value.files import is_of_the_disk
from trust_value.landing.readers.base import Numbered, Sheet, Source

if TYPE_CHECKING:
    import xlrd.sheet

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
NUMBER, DATE, BOOLEAN, ERROR = 2, 3, 4, 5


class XlsSheet(Sheet):
    """One sheet of an .xls, as xlrd holds it."""

    def __init__(self, source: Source, tab: str, sheet: xlrd.sheet.Sheet) -> None:
        super().__init__(source, tab)
        self.cells = sheet

    def numbered(self) -> Numbered:
        """Every row that is not empty."""
        for row in range(self.cells.nrows):
            kinds, values = self.cells.row_types(row), self.cells.row_values(row)
            cells = [text_of(*each) for each in zip(kinds, values, strict=True)]
            if any(cells):
                yield row + 1, cells


def read_xls(source: Source, wanted: Callable[[str], bool]) -> Iterator[Sheet]:
    """The wanted sheets of an .xls. Raises LandingError where it is no whole workbook."""
    import xlrd

    try:
        with (
            (source.scratch / "xls.log").open("w") as log,
            xlrd.open_workbook(source.path, on_demand=True, logfile=log) as book,
        ):
            for number, tab in enumerate(book.sheet_names()):
                if wanted(tab) and (sheet := book.sheet_by_index(number)).visibility:
                    source.hidden.append(tab)
                elif wanted(tab):
                    yield XlsSheet(source, tab, sheet)
    except Exception as error:
        # whatever foreign bytes make the parser raise
        if is_of_the_disk(error):
            raise
        is_locked = "encrypted" in str(error)
        problem = (
            "the workbook is protected by a password" if is_locked else "it is no whole workbook"
        )
        raise source.refusal(problem) from error


def number_text(value: float) -> str:
    """A number as text: the shortest that gives the same double."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def text_of(kind: int, value: object) -> str:
    """A cell's text by its kind, in xlrd's numbering of kinds."""
    if kind in (NUMBER, DATE):
        return number_text(float(value))
    if kind == BOOLEAN:
        return "TRUE" if value else "FALSE"
    return ERRORS.get(value, "#N/A") if kind == ERROR else str(value or "")
