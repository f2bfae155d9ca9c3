"""The Excel workbook: contents, columns, notes and licence, then a sheet a mart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from trust_value.duck import quoted
from trust_value.serving.licence import ATTRIBUTION, LICENCE_TITLE, LICENCE_URL

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from trust_value.serving.marts import Mart

# longer lists are nothing to read in Excel, and take a third of the time and memory of publishing
ROWS_IN_A_SHEET = 20_000
ROWS_AT_A_TIME = 4096
NAME_LENGTH = 31
NARROW, WIDE = 11, 44
WHOLE, ONE_DECIMAL, FINE = "#,##0", "#,##0.0", "0.0000"
NUMBER_FORMATS = {
    "date": "yyyy-mm-dd", "date and time, UTC": "yyyy-mm-dd hh:mm", "£": WHOLE, "£ a year": WHOLE,
    "count": WHOLE, "£ per WTE": WHOLE, "£ per £1,000": ONE_DECIMAL, "index": ONE_DECIMAL,
    "per cent": ONE_DECIMAL, "WTE": ONE_DECIMAL, "beds": ONE_DECIMAL, "days": ONE_DECIMAL,
    "0–1": FINE, "ratio": FINE, "share": FINE, "−1 to 1": FINE, "log ratio": FINE,
    "elasticity": FINE,
}  # fmt: skip
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
ABOUT = (
    "Publication {}, build {}. {}: see Licence; how to read the figures: "
    "Notes; what each column holds: Columns."
)
TITLE = "Trust value: where the money of English NHS trusts goes, and what it gives"


def write_workbook(
    connection: duckdb.DuckDBPyConnection,
    marts: list[Mart],
    target: Path,
    release: str,
    build_id: str,
) -> None:
    """Writes every mart of at most ROWS_IN_A_SHEET rows. Raises OSError where it cannot."""
    shown = [mart for mart in marts if mart.rows <= ROWS_IN_A_SHEET]
    notes = Path(__file__).with_name("notes.txt").read_text(encoding="utf-8").splitlines()
    try:
        with xlsxwriter.Workbook(target, OPTIONS) as book:
            title = book.add_format({"bold": True, "font_size": 14})
            header = book.add_format({"bold": True, "bg_color": "#DDE4EC"})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            formats = {
                unit: book.add_format({"num_format": text}) for unit, text in NUMBER_FORMATS.items()
            }
            sheet = book.add_worksheet("Contents")
            sheet.write(0, 0, TITLE, title)
            sheet.write(1, 0, ABOUT.format(release, build_id, LICENCE_TITLE))
            write_contents(sheet, marts, shown, header)
            write_columns(book.add_worksheet("Columns"), marts, header, wrapped)
            licence = [LICENCE_TITLE, LICENCE_URL, ATTRIBUTION]
            for name, lines in {"Notes": notes, "Licence": licence}.items():
                sheet = book.add_worksheet(name)
                sheet.set_column(0, 0, 130, wrapped)
                sheet.write(0, 0, name, title)
                sheet.write_column(1, 0, lines)
            for mart in shown:
                sheet = book.add_worksheet(mart.name[:NAME_LENGTH])
                write_mart(sheet, connection, mart, header, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from error


def write_contents(sheet: Worksheet, marts: list[Mart], shown: list[Mart], header: Format) -> None:
    """A line a mart, with a link to its sheet or the CSV file of one that is too long."""
    for place, width in enumerate((32, 90, 10, 10, 34)):
        sheet.set_column(place, place, width)
    sheet.write_row(3, 0, ("Sheet", "What a row is", "Rows", "Columns", "As CSV"), header)
    for number, mart in enumerate(marts, 4):
        csv = f"csv/{mart.name}.csv"
        if mart in shown:
            where = f"internal:'{mart.name[:NAME_LENGTH]}'!A1"
            sheet.write_url(number, 0, where, string=mart.name)
        else:
            sheet.write(number, 0, mart.name)
            csv += " (too long for a sheet)"
        sheet.write_row(number, 1, (mart.about, mart.rows, len(mart.columns), csv))


def write_columns(sheet: Worksheet, marts: list[Mart], header: Format, wrapped: Format) -> None:
    """A line a column of a mart: unit, type and description."""
    sheet.freeze_panes(1, 0)
    for place, width in enumerate((30, 34, 24, 14, 110)):
        sheet.set_column(place, place, width, wrapped if place == 4 else None)
    sheet.write_row(0, 0, ("Sheet", "Column", "Unit", "Type", "What it holds"), header)
    lines = ((mart.name, each) for mart in marts for each in mart.columns)
    for number, (mart, column) in enumerate(lines, 1):
        row = (mart, column.name, column.unit, column.kind.lower(), column.about)
        sheet.write_row(number, 0, row)


def write_mart(
    sheet: Worksheet,
    connection: duckdb.DuckDBPyConnection,
    mart: Mart,
    header: Format,
    formats: dict[str, Format],
) -> None:
    """A mart's rows in the order of its key, the header frozen and filtered."""
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(mart.columns):
        width = min(max(len(column.name) + 3, NARROW), WIDE)
        sheet.set_column(place, place, width, formats.get(column.unit))
    sheet.write_row(0, 0, [column.name for column in mart.columns], header)
    cells = ", ".join(
        f"nullif({quoted(column.name)}, 'nan')" if column.kind == "DOUBLE" else quoted(column.name)
        for column in mart.columns
    )
    rows = connection.execute(f"select {cells} from {mart.source} {mart.order}")
    number = 0
    while part := rows.fetchmany(ROWS_AT_A_TIME):
        for row in part:
            number += 1
            sheet.write_row(number, 0, row)
    sheet.autofilter(0, 0, number, len(mart.columns) - 1)
