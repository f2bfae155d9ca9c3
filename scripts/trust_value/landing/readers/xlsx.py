"""The sheets of an .xlsx as grids, by DuckDB's own reader.

A cell is the text in the file, to the last digit; an error cell is its mark (#N/A); rows are those
of the sheet.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from trust_value.duck import connection, excel_connection, literal
from trust_value.errors import LandingError
from trust_value.landing.readers.csv import HEAD_RECORDS, Grid, cut, is_filled

if TYPE_CHECKING:
    Wanted = Callable[[str], bool]

LAST_ROW = 1_048_576
LOOKED_AT = 1 << 20
WHOLE = "the workbook as published"
AGAIN = "download it again; if Excel opens it, save it as .xlsx under the same name"


@dataclass(frozen=True)
class SheetGrid(Grid):
    """One sheet of an .xlsx. part: its XML inside the file."""

    part: str = ""

    @cached_property
    def end(self) -> str:
        """Its last column, by its dimension and first cells, and a row that none lies below.

        A range is filled up with empty rows, which cost as much as a fifth of a large sheet: the
        last row of one that is looked at whole is known.
        """
        with (
            self._reading(),
            zipfile.ZipFile(self.path) as archive,
            archive.open(self.part) as stream,
        ):
            text = stream.read(LOOKED_AT)
            is_whole = not stream.read(1)
        rows = re.findall(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)", text) if is_whole else []
        numbers = [re.search(rb'\br="(\d+)"', row) for row in rows]
        is_numbered = bool(numbers) and all(numbers)
        last = max(int(found[1]) for found in numbers if found) if is_numbered else LAST_ROW
        dimension = re.search(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)\d+"', text)
        letters = set(re.findall(rb'<(?:\w+:)?c r="([A-Z]+)\d+"', text))
        letters |= {dimension[1]} if dimension else set()
        column = max(letters or {b"A"}, key=lambda each: (len(each), each)).decode()
        return f"{column}{last}"

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows."""
        # the reader stops at a limit; at the end of a range it reads on to the end of the sheet
        with self._reading():
            rows = excel_connection().sql(self._rows(1)).limit(HEAD_RECORDS).fetchall()
        return [[cell or "" for cell in row] for row in rows]

    def load(self, header_row: int, stop: str, scratch: Path) -> None:  # noqa: ARG002
        """As for any grid, but that a sheet read to its end is not read before it is asked for."""
        first = max(header_row, 1)
        width = len(self.head[first - 1])
        named = ", ".join(f"c{place + 1}" for place in range(width))
        numbered = (
            f"select row_number() over () + {first - 1} as _row, * from ({self._rows(first)})"
        )
        # below its last row a sheet goes on, empty
        query = f"select * from ({numbered}) as numbered (_row, {named}) "
        query += f"where _row > {header_row} and ({is_filled(width)})"
        with self._reading():
            if stop == "end":
                connection().execute(f"create or replace temp view cells as {query}")
            else:
                connection().execute(f"create or replace temp table loaded as {query}")
                cut(header_row, stop)

    def check_readable(self) -> None:
        """Raises LandingError where the sheet cannot be read to its end."""
        with self._reading():
            connection().execute("select count(*) from cells")

    def _rows(self, first: int) -> str:
        return (
            f"select * from read_xlsx({literal(self.path)}, sheet = {literal(self.tab)}, "
            f"range = 'A{first}:{self.end}', header = false, all_varchar = true, "
            "stop_at_empty = false, empty_as_varchar = true)"
        )

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (connection_error(), zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            why = (str(error) or type(error).__name__).splitlines()[0]
            problem = f"the sheet cannot be read ({why})"
            raise LandingError(self.file, problem, WHOLE, AGAIN, sheet=self.sheet) from error


def connection_error() -> type[Exception]:
    """What DuckDB raises; it is imported only where something is read."""
    import duckdb

    return duckdb.Error


def read_xlsx(path: Path, file: str, member: str | None, wanted: Wanted) -> Iterator[Grid]:
    """The wanted sheets of an .xlsx. Raises LandingError where it is no whole workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - no entities are read
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (zipfile.BadZipFile, KeyError, EOFError, ElementTree.ParseError) as error:
        raise LandingError(file, "it is no whole workbook", WHOLE, AGAIN) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for node in book.iter():
        if node.tag.rpartition("}")[2] != "sheet" or not wanted(tab := node.get("name", "")):
            continue
        ids = (value for name, value in node.items() if name.rpartition("}")[2] == "id")
        target = targets.get(next(ids, None), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:
            yield SheetGrid(file, path, member, tab, part)
