"""Which declared table a published file holds, and which of its cells are which columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trust_value.declared import Table
from trust_value.errors import LandingError
from trust_value.reading import HEAD_RECORDS, READERS, Grid


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


def recognise(path: Path, tables: Iterable[Table]) -> Found | None:
    """The declared table in a file: its name matches, and its header is in the file.

    None where no declaration knows the name. Raises LandingError where the header is not there, a
    column is missing or double, or two declarations fit.
    """
    named = [(table, groups) for table in tables if (groups := table.match(path.name)) is not None]
    if not named or path.suffix.lower() not in READERS:
        return None
    fitting = [
        (table, groups, grid, row)
        for grid in READERS[path.suffix.lower()](path)
        for table, groups in named
        if (row := find_header(grid.head, table)) is not None
    ]
    if not fitting:
        raise LandingError(
            path.name,
            f"none of its first {HEAD_RECORDS} rows is the header of {named[0][0].label}",
            "a row with the cells " + " or ".join(", ".join(table.header) for table, _ in named),
            "see that this is the file its name says; if the publisher renamed columns, add the "
            "new names to the return's source YAML",
        )
    if len(fitting) > 1:
        labels = " and ".join(sorted({table.label for table, *_ in fitting}))
        raise LandingError(
            path.name,
            f"it fits more than one declaration: {labels}",
            "one table for a file",
            "make `files` or `header` in one of their source YAMLs say what differs",
        )
    table, groups, grid, header_row = fitting[0]
    return Found(table, groups, grid, header_row, place_columns(grid, table, header_row))


def find_header(head: list[list[str]], table: Table) -> int | None:
    """The 1-based row whose cells hold every anchor text; 0 for a table without header."""
    anchors = {plain(text) for text in table.header}
    rows = (row for row, cells in enumerate(head, 1) if anchors <= {plain(cell) for cell in cells})
    return next(rows, None) if anchors else 0


def place_columns(grid: Grid, table: Table, header_row: int) -> dict[str, int | None]:
    """Declared column to 1-based cell. Raises LandingError for a missing or double column."""
    record = grid.head[max(header_row, 1) - 1]
    header = [plain(cell) for cell in record]
    places: dict[str, int | None] = {}
    for column in table.columns:
        names = {plain(text) for text in column.published_as}
        cells = [place for place, cell in enumerate(header, start=1) if cell in names]
        wanted = " or ".join(column.published_as)
        if not header_row:
            cells = [place for place in [column.position or 0] if place <= len(record)]
            wanted = f"{column.position} of {len(record)}"
        where = {"sheet": grid.sheet, "row": header_row or 1, "column": wanted}
        if len(cells) > 1:
            numbers = ", ".join(str(place) for place in cells)
            problem = f"the header has this column {len(cells)} times, in cells {numbers}"
            action = "take the cells away that are not the published column"
            raise LandingError(grid.path.name, problem, "one such column", action, **where)
        if not cells and not column.is_optional:
            problem = f"the column {column.name} of {table.label} is missing"
            action = (
                "if the publisher renamed it, add its name under published_as in "
                f"models/staging/{table.return_name}/_{table.return_name}__sources.yml"
            )
            raise LandingError(grid.path.name, problem, f"a cell {wanted}", action, **where)
        places[column.name] = cells[0] if cells else None
    return places


def resembles(path: Path, tables: Iterable[Table]) -> Table | None:
    """The table whose header a file of an unknown name has, for a hint; else None."""
    try:
        heads = [grid.head for grid in READERS.get(path.suffix.lower(), lambda _: [])(path)]
    except (LandingError, OSError):
        return None
    return next((table for table in tables for head in heads if find_header(head, table)), None)
