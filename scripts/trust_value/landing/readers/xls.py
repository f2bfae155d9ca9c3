"""The sheets of older and binary workbooks (.xls, .xlsb), each written out as a CSV file.

A number is the shortest text of the double that is stored; an error cell is its mark (#N/A); rows
are those of the sheet.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.errors import LandingError
from trust_value.landing.readers.csv import Grid
from trust_value.landing.readers.xlsx import AGAIN, WHOLE

if TYPE_CHECKING:
    from pyxlsb.reader import RecordReader

    from trust_value.landing.readers.xlsx import Wanted

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


def read_xls(
    path: Path, file: str, member: str | None, wanted: Wanted, scratch: Path
) -> Iterator[Grid]:
    """The wanted sheets of an .xls, each written out as CSV. Raises LandingError."""
    import xlrd

    try:
        with (
            (scratch / "xls.log").open("w") as log,
            xlrd.open_workbook(path, on_demand=True, logfile=log) as book,
        ):
            for tab in book.sheet_names():
                if wanted(tab):
                    sheet = book.sheet_by_name(tab)
                    rows = (
                        [_xls_text(cell.ctype, cell.value) for cell in sheet.row(row)]
                        for row in range(sheet.nrows)
                    )
                    yield _written(rows, scratch, file, member, tab)
    except OSError:
        raise
    except Exception as error:
        # whatever foreign bytes make the parser trip over
        problem = "it is no whole workbook"
        if "encrypted" in str(error):
            problem = "the workbook is protected by a password"
        raise LandingError(file, problem, WHOLE, AGAIN) from error


def read_xlsb(
    path: Path, file: str, member: str | None, wanted: Wanted, scratch: Path
) -> Iterator[Grid]:
    """The wanted sheets of an .xlsb, each written out as CSV. Raises LandingError."""
    import pyxlsb
    from pyxlsb.handlers import CellHandler
    from pyxlsb.reader import BIFF12Reader

    class TextInCell(CellHandler):
        """A text that stands in the cell itself: pyxlsb knows those in the table of texts only."""

        def read(self, reader: RecordReader, kind: int, size: int) -> tuple[object, ...]:  # noqa: ARG002
            place, style = reader.read_int(), reader.read_int()
            return self.cls._make([place, reader.read_string(), None, style])

    BIFF12Reader.handlers[0x06] = TextInCell()
    try:
        with pyxlsb.open_workbook(str(path)) as book:
            for tab in book.sheets:
                if wanted(tab):
                    with book.get_sheet(tab) as sheet:
                        rows = ([_xlsb_text(cell.v) for cell in row] for row in sheet.rows())
                        yield _written(rows, scratch, file, member, tab)
    except OSError:
        raise
    except Exception as error:
        raise LandingError(file, "it is no whole workbook", WHOLE, AGAIN) from error


def _written(
    rows: Iterator[list[str]], scratch: Path, file: str, member: str | None, tab: str
) -> Grid:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=scratch, suffix=".csv", delete=False
    ) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        width = 1
        for row in rows:
            width = max(width, len(row))
            writer.writerow(row + [""] * (width - len(row)) if any(row) else [" "] * width)
    return Grid(file, Path(stream.name), member, tab)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _xls_text(kind: int, value: object) -> str:
    kinds = {2: _number, 3: _number, 4: lambda each: str(bool(each)).upper(), 5: ERRORS.get}
    return kinds.get(kind, str)(value) or ""


def _xlsb_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    text = "" if value is None else str(value)
    return ERRORS.get(int(text, 16), text) if re.fullmatch(r"0x[0-9a-f]+", text) else text
