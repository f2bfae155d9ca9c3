"""Which declared tables a published file holds, and which of its cells are which columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from trust_value.errors import LandingError
from trust_value.landing.declarations import Table
from trust_value.landing.periods import period_of
from trust_value.landing.readers import KINDS, is_known, names_of, sheets
from trust_value.landing.readers.base import HEAD_RECORDS, Sheet, Source, Wanted


@dataclass(frozen=True)
class Found:
    """A declared table found on a sheet.

    header_row: 1-based, 0 without header; places: declared column to 1-based cell, None where an
    optional column is not there; groups: the named parts of the file name.
    """

    table: Table
    groups: dict[str, str | None]
    sheet: Sheet
    header_row: int
    places: dict[str, int | None]

    @property
    def width(self) -> int:
        """How many cells the header has."""
        return len(self.sheet.head[max(self.header_row, 1) - 1])

    @property
    def wanted(self) -> Wanted:
        """What is loaded of the sheet."""
        places = {name: place for name, place in self.places.items() if place}
        return Wanted(self.header_row, self.width, places, self.table.stop)

    def heading(self, column: str) -> str:
        """A declared column as the sheet heads it."""
        place = self.places[column] or 0
        head = self.sheet.head[self.header_row - 1] if self.header_row else []
        return " ".join(head[place - 1].split()) if head else str(place)


def plain(text: str) -> str:
    """A header text made comparable: no outer or double spaces, one case."""
    return " ".join(text.split()).casefold()


def recognise(source: Source, tables: Iterable[Table]) -> list[Found]:
    """The declared tables in a file: the name matches, and the header is there.

    Empty where no declaration knows the name. Raises LandingError where a header is not there, a
    column is missing or double, two declarations fit one sheet, or two sheets hold one table.
    """
    known = list(tables)
    if not is_known(source.path, known):
        return []
    found: list[Found] = []
    named: dict[Table, None] = {}
    for sheet in sheets(source, known):
        candidates = [
            (table, groups) for table in known if (groups := _groups(table, sheet)) is not None
        ]
        named.update(dict.fromkeys(table for table, _ in candidates))
        fitting = [
            (table, groups, row)
            for table, groups in candidates
            if table.is_on(sheet.tab) and (row := find_header(sheet.head, table)) is not None
        ]
        if len(fitting) > 1:
            labels = " and ".join(sorted({table.label for table, *_ in fitting}))
            problem = f"it fits more than one declaration: {labels}"
            action = "make `files` or `header` in one of their source YAMLs say what differs"
            raise sheet.refusal(problem, "one table a sheet", action)
        for table, groups, row in fitting:
            found.append(Found(table, groups, sheet, row, place_columns(sheet, table, row)))
    _refuse_repeated(found)
    if not named and source.path.suffix.lower() != ".zip":
        named = {table: None for table in known if table.match(source.file) is not None}
    missing = [table for table in named if table not in {each.table for each in found}]
    is_workbook = any(each.sheet.tab for each in found)
    needed = [table for table in missing if not table.is_optional]
    if needed and (is_workbook or not found):
        raise _without_header(source, needed)
    return found


def _groups(table: Table, sheet: Sheet) -> dict[str, str | None] | None:
    matches = (table.match(name) for name in names_of(sheet))
    return next((groups for groups in matches if groups is not None), None)


def _refuse_repeated(found: list[Found]) -> None:
    """Raises LandingError where a table of a period is there twice and is not declared so."""
    first: dict[tuple[str, str], Found] = {}
    for each in found:
        other = first.setdefault((each.table.label, period_of(each.groups)), each)
        if other is not each and not each.table.is_repeated:
            raise each.sheet.refusal(
                f"{each.table.label} is here, and on {other.sheet.label} as well",
                "each table once",
                "take the one away that is not the publication; if its parts are published so, add "
                f"`repeated: true` to `landing` in {each.table.yaml}",
            )


def _without_header(source: Source, tables: list[Table]) -> LandingError:
    sheet = next((table.sheet for table in tables if table.sheet), None)
    where = f" on a sheet named {sheet}" if sheet and source.path.suffix.lower() != ".csv" else ""
    hidden = ", ".join(source.hidden)
    aside = f" (not read, as it is hidden: {hidden})" if hidden else ""
    return source.refusal(
        f"none of its first {HEAD_RECORDS} rows{where} is the header of {tables[0].label}{aside}",
        "a row with the cells " + " or ".join(", ".join(table.header) for table in tables),
        "see that this is the file its name says; if the publisher renamed columns or sheets, add "
        "the new names to the return's source YAML",
    )


def find_header(head: list[list[str]], table: Table) -> int | None:
    """The 1-based row whose cells hold every anchor text; 0 for a table without header."""
    anchors = {plain(text) for text in table.header}
    rows = (row for row, cells in enumerate(head, 1) if anchors <= {plain(cell) for cell in cells})
    return next(rows, None) if anchors else 0


def header_of(sheet: Sheet, table: Table, header_row: int) -> list[str]:
    """The comparable names of the columns, a group's text before those of its columns."""
    record = [plain(cell) for cell in next(iter(sheet.head[max(header_row, 1) - 1 :]), [])]
    if not table.has_group_header or header_row < 2:
        return record
    names, group = [], ""
    for above, cell in zip_longest(sheet.head[header_row - 2], record, fillvalue=""):
        group = plain(above) or group
        names.append(f"{group} {cell}".strip() if cell else "")
    return names[: len(record)]


def place_columns(sheet: Sheet, table: Table, header_row: int) -> dict[str, int | None]:
    """Declared column to 1-based cell. Raises LandingError for a missing or double column."""
    header = header_of(sheet, table, header_row)
    places: dict[str, int | None] = {}
    for column in table.columns:
        names = {plain(text) for text in column.published_as}
        cells = [place for place, cell in enumerate(header, start=1) if cell in names]
        wanted = " or ".join(column.published_as)
        if not header_row:
            cells = [place for place in [column.position or 0] if place <= len(header)]
            wanted = f"{column.position} of {len(header)}"
        where = {"row": header_row or 1, "column": wanted}
        if len(cells) > 1:
            numbers = ", ".join(str(place) for place in cells)
            problem = f"the header has this column {len(cells)} times, in cells {numbers}"
            action = "take the cells away that are not the published column"
            raise sheet.refusal(problem, "one such column", action, **where)
        if not cells and not column.is_optional:
            problem = f"the column {column.name} of {table.label} is missing"
            action = f"if the publisher renamed it, add its name to published_as in {table.yaml}"
            raise sheet.refusal(problem, f"a cell {wanted}", action, **where)
        places[column.name] = cells[0] if cells else None
    return places


def resembles(source: Source, tables: Iterable[Table]) -> Table | None:
    """The table whose header a file of an unknown name has, for a hint; else None."""
    known = [table for table in tables if table.header]
    if source.path.suffix.lower() not in KINDS[:-1]:
        return None
    try:
        heads = [(sheet.tab, sheet.head) for sheet in sheets(source, known)]
    except Exception:
        return None
    fitting = (t for t in known for tab, head in heads if t.is_on(tab) and find_header(head, t))
    return next(fitting, None)
