"""Sheets of a workbook as XML: a mart's by one query each, and short ones from rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from trust_value.duck import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from trust_value.serving.marts import Column, Mart

# places in xl/styles.xml
GENERAL, HEADER, TITLE, LINK, WRAPPED, DAY, MOMENT, WHOLE, ONE_DECIMAL, FINE = range(10)
STYLES = {
    "date": DAY, "date and time, UTC": MOMENT, "£": WHOLE, "£ a year": WHOLE, "count": WHOLE,
    "£ per £1,000": ONE_DECIMAL, "£ per WTE": WHOLE, "index": ONE_DECIMAL, "per cent": ONE_DECIMAL,
    "WTE": ONE_DECIMAL, "beds": ONE_DECIMAL, "days": ONE_DECIMAL, "0–1": FINE, "ratio": FINE,
    "share": FINE, "−1 to 1": FINE, "log ratio": FINE, "elasticity": FINE,
}  # fmt: skip
ROWS_AT_A_TIME = 8192
# Excel's own limit on a cell
LETTERS_IN_A_CELL = 32_767
# what XML 1.0 cannot hold
UNPRINTABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
NARROW, WIDE = 11, 44
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
START = (
    DECLARATION + '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)
EPOCH_DAY = 25_569
SECONDS_IN_A_DAY = 86_400
Cell = str | int | tuple[str, int]


def letters(place: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def head(widths: list[int], frozen_rows: int) -> str:
    """What stands before the rows: the first ones stay in sight, columns are wide enough."""
    pane = (
        f'<pane ySplit="{frozen_rows}" topLeftCell="A{frozen_rows + 1}" activePane="bottomLeft" '
        'state="frozen"/>'
    )
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    views = f'<sheetViews><sheetView workbookViewId="0">{pane if frozen_rows else ""}</sheetView>'
    return f"{START}{views}</sheetViews><cols>{columns}</cols><sheetData>"


def text_cell(place: str, text: str, style: int) -> str:
    """A cell of text, which is never calculated, whatever it begins with."""
    shown = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{place}" s="{style}" t="inlineStr">{shown}</c>'


def text_sheet(
    rows: list[list[Cell]],
    widths: list[int],
    links: dict[str, str] | None = None,
    frozen_rows: int = 0,
) -> Iterator[bytes]:
    """A short sheet. A cell is text, a number, or either with its style; links: cell to sheet."""
    yield head(widths, frozen_rows).encode()
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, cell in enumerate(row):
            value, style = cell if isinstance(cell, tuple) else (cell, WRAPPED)
            place = f"{letters(column)}{number}"
            if isinstance(value, int):
                cells.append(f'<c r="{place}" s="{style}"><v>{value}</v></c>')
            else:
                cells.append(text_cell(place, value, style))
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()
    yield b"</sheetData>"
    if links:
        places = "".join(
            f'<hyperlink ref="{place}" location={quoteattr(f"{sheet!r}!A1")}/>'
            for place, sheet in links.items()
        )
        yield f"<hyperlinks>{places}</hyperlinks>".encode()
    yield b"</worksheet>"


def mart_sheet(connection: duckdb.DuckDBPyConnection, mart: Mart) -> Iterator[bytes]:
    """A mart's sheet, a few thousand rows at a time."""
    widths = [min(max(len(column.name) + 3, NARROW), WIDE) for column in mart.columns]
    header = "".join(
        text_cell(f"{letters(place)}1", column.name, HEADER)
        for place, column in enumerate(mart.columns)
    )
    yield f'{head(widths, 1)}<row r="1">{header}</row>'.encode()
    cells = ", ".join(cell_sql(place, column) for place, column in enumerate(mart.columns))
    rows = connection.execute(f"""
        with ordered as (select * from {mart.source} {mart.order}),
        numbered as (select row_number() over () + 1 as n, * from ordered)
        select concat('<row r="', n, '">', {cells}, '</row>') from numbered
    """)
    while part := rows.fetchmany(ROWS_AT_A_TIME):
        yield "".join(row for (row,) in part).encode()
    yield f'</sheetData><autoFilter ref="{area(mart)}"/></worksheet>'.encode()


def area(mart: Mart) -> str:
    """The cells of a mart's sheet, the header included."""
    return f"A1:{letters(len(mart.columns) - 1)}{mart.rows + 1}"


def cell_sql(place: int, column: Column) -> str:
    """A cell as SQL that writes its XML; nothing where there is no figure."""
    name = quoted(column.name)
    start = f"""'<c r="{letters(place)}', n, '" s="{STYLES.get(column.unit, GENERAL)}"'"""
    there = f"{name} is not null"
    value = name
    if column.kind == "VARCHAR":
        clean = f"regexp_replace(left({name}, {LETTERS_IN_A_CELL}), '{UNPRINTABLE}', '', 'g')"
        for letter, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            clean = f"replace({clean}, {literal(letter)}, {literal(written)})"
        kind, value = ' t="inlineStr"><is><t xml:space="preserve">', clean
        end = "</t></is></c>"
        return f"case when {there} then concat({start}, '{kind}', {value}, '{end}') else '' end"
    kind = ">"
    if column.kind == "BOOLEAN":
        kind, value = ' t="b">', f"cast({name} as integer)"
    elif column.kind in ("DATE", "TIMESTAMP"):
        value = f"epoch({name}) / {SECONDS_IN_A_DAY} + {EPOCH_DAY}"
    elif column.kind in ("DOUBLE", "FLOAT"):
        there = f"isfinite({name})"
    return f"case when {there} then concat({start}, '{kind}<v>', {value}, '</v></c>') else '' end"
