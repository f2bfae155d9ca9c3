"""The sheets of an .xlsx as grids, by DuckDB's own reader.

A cell is the text in the file, to the last digit; an error cell is its mark (#N/A); rows are those
of the sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from trust_value.duck import connection, excel_connection, literal
from trust_value.errors import LandingError
from trust_value.reading import HEAD_RECORDS, Grid, is_filled

if TYPE_CHECKING:
    import duckdb

    Wanted = Callable[[str], bool]

LAST_ROW = 1_048_576
WHOLE = "the workbook as published"
AGAIN = "download it again; if Excel opens it, save it as .xlsx under the same name"


@dataclass(frozen=True)
class SheetGrid(Grid):
    """One sheet of an .xlsx. part: its XML inside the file."""

    part: str = ""

    @cached_property
    def columns(self) -> str:
        """The letters of its last column, from its dimension and its first cells."""
        with zipfile.ZipFile(self.path) as archive, archive.open(self.part) as stream:
            text = stream.read(1 << 20)
        dimension = re.search(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)\d+"', text)
        letters = set(re.findall(rb'<(?:\w+:)?c r="([A-Z]+)\d+"', text))
        letters |= {dimension[1]} if dimension else set()
        return max(letters or {b"A"}, key=lambda each: (len(each), each)).decode()

    @cached_property
    def head(self) -> list[list[str]]:
        """The first rows."""
        # the reader stops at a limit; at the end of a range it reads on to the end of the sheet
        rows = self._query(1).limit(HEAD_RECORDS).fetchall()
        return [[cell or "" for cell in row] for row in rows]

    def _fill(self, first: int, header_row: int, width: int, stop: str, scratch: Path) -> None:  # noqa: ARG002
        named = ", ".join(f"c{place + 1}" for place in range(width))
        rows = self._query(first)
        rows.create_view("sheet_rows", replace=True)
        numbered = f"select row_number() over () + {first - 1} as _row, * from sheet_rows"
        try:
            connection().execute(
                f"create or replace temp table cells as select * from ({numbered}) as numbered"
                # below its last row a sheet goes on, empty
                f"(_row, {named}) where {is_filled(width)}"
            )
        except connection_error() as error:
            raise self._unreadable(error) from error

    def _query(self, first: int) -> duckdb.DuckDBPyRelation:
        try:
            return excel_connection().sql(
                f"select * from read_xlsx({literal(self.path)}, sheet = {literal(self.tab)}, "
                f"range = 'A{first}:{self.columns}{LAST_ROW}', header = false, all_varchar = true, "
                "stop_at_empty = false, empty_as_varchar = true)"
            )
        except (connection_error(), zipfile.BadZipFile) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> LandingError:
        why = str(error).splitlines()[0]
        return LandingError(
            self.file, f"the sheet cannot be read ({why})", WHOLE, AGAIN, sheet=self.sheet
        )


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
