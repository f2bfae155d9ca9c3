"""Which declared tables a published file holds, and which of its cells are which columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from trust_value.errors import LandingError
from trust_value.landing.declarations import Table
from trust_value.landing.readers.csv import HEAD_RECORDS, Grid
from trust_value.landing.readers.opening import KINDS, grids, is_known, names_of


@dataclass(frozen=True)
class Found:
    """A declared table found in a grid.

    header_row: 1-based, 0 without header; places: declared column to 1-based cell, None where an
    optional column is not there; groups: the named parts of the file name.
    """

    table: Table
    groups: dict[str, str | None]
    grid: Grid
    header_row: int
    places: dict[str, int | None]


def plain(text: str) -> str:
    """A header text made comparable: no outer or double spaces, one case."""
    return " ".join(text.split()).casefold()


def recognise(path: Path, tables: Iterable[Table], scratch: Path) -> list[Found]:
    """The declared tables in a file: the name matches, and the header is there.

    Empty where no declaration knows the name. Raises LandingError where a header is not there, a
    column is missing or double, or two declarations fit one sheet.
    """
    known = list(tables)
    if not is_known(path, known):
        return []
    found: list[Found] = []
    named: dict[Table, None] = {}
    for grid in grids(path, known, scratch):
        candidates = [
            (table, groups) for table in known if (groups := _groups(table, grid)) is not None
        ]
        named.update(dict.fromkeys(table for table, _ in candidates))
        fitting = [
            (table, groups, row)
            for table, groups in candidates
            if table.is_on(grid.tab) and (row := find_header(grid.head, table)) is not None
        ]
        if len(fitting) > 1:
            labels = " and ".join(sorted({table.label for table, *_ in fitting}))
            problem = f"it fits more than one declaration: {labels}"
            action = "make `files` or `header` in one of their source YAMLs say what differs"
            raise LandingError(path.name, problem, "one table a sheet", action, sheet=grid.sheet)
        for table, groups, row in fitting:
            found.append(Found(table, groups, grid, row, place_columns(grid, table, row)))
    if not named and path.suffix.lower() != ".zip":
        named = {table: None for table in known if table.match(path.name) is not None}
    missing = [table for table in named if table not in {each.table for each in found}]
    is_workbook = any(each.grid.tab for each in found)
    needed = [table for table in missing if not table.is_optional]
    if needed and (is_workbook or not found):
        raise _without_header(path, needed)
    return found


def _groups(table: Table, grid: Grid) -> dict[str, str | None] | None:
    matches = (table.match(name) for name in names_of(grid))
    return next((groups for groups in matches if groups is not None), None)


def _without_header(path: Path, tables: list[Table]) -> LandingError:
    sheet = next((table.sheet for table in tables if table.sheet), None)
    where = f" on a sheet named {sheet}" if sheet and path.suffix.lower() != ".csv" else ""
    return LandingError(
        path.name,
        f"none of its first {HEAD_RECORDS} rows{where} is the header of {tables[0].label}",
        "a row with the cells " + " or ".join(", ".join(table.header) for table in tables),
        "see that this is the file its name says; if the publisher renamed columns or sheets, add "
        "the new names to the return's source YAML",
    )


def find_header(head: list[list[str]], table: Table) -> int | None:
    """The 1-based row whose cells hold every anchor text; 0 for a table without header."""
    anchors = {plain(text) for text in table.header}
    rows = (row for row, cells in enumerate(head, 1) if anchors <= {plain(cell) for cell in cells})
    return next(rows, None) if anchors else 0


def header_of(grid: Grid, table: Table, header_row: int) -> list[str]:
    """The comparable names of the columns, a group's text before those of its columns."""
    record = [plain(cell) for cell in grid.head[max(header_row, 1) - 1]]
    if not table.has_group_header or header_row < 2:
        return record
    names, group = [], ""
    for above, cell in zip_longest(grid.head[header_row - 2], record, fillvalue=""):
        group = plain(above) or group
        names.append(f"{group} {cell}".strip() if cell else "")
    return names[: len(record)]


def place_columns(grid: Grid, table: Table, header_row: int) -> dict[str, int | None]:
    """Declared column to 1-based cell. Raises LandingError for a missing or double column."""
    header = header_of(grid, table, header_row)
    places: dict[str, int | None] = {}
    for column in table.columns:
        names = {plain(text) for text in column.published_as}
        cells = [place for place, cell in enumerate(header, start=1) if cell in names]
        wanted = " or ".join(column.published_as)
        if not header_row:
            cells = [place for place in [column.position or 0] if place <= len(header)]
            wanted = f"{column.position} of {len(header)}"
        where = {"sheet": grid.sheet, "row": header_row or 1, "column": wanted}
        if len(cells) > 1:
            numbers = ", ".join(str(place) for place in cells)
            problem = f"the header has this column {len(cells)} times, in cells {numbers}"
            action = "take the cells away that are not the published column"
            raise LandingError(grid.file, problem, "one such column", action, **where)
        if not cells and not column.is_optional:
            problem = f"the column {column.name} of {table.label} is missing"
            action = f"if the publisher renamed it, add its name to published_as in {table.yaml}"
            raise LandingError(grid.file, problem, f"a cell {wanted}", action, **where)
        places[column.name] = cells[0] if cells else None
    return places


def resembles(path: Path, tables: Iterable[Table], scratch: Path) -> Table | None:
    """The table whose header a file of an unknown name has, for a hint; else None."""
    known = [table for table in tables if table.header]
    if path.suffix.lower() not in KINDS[:-1]:
        return None
    try:
        heads = [(grid.tab, grid.head) for grid in grids(path, known, scratch)]
    except (LandingError, OSError):
        return None
    fitting = (t for t in known for tab, head in heads if t.is_on(tab) and find_header(head, t))
    return next(fitting, None)
