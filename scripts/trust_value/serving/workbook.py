"""The Excel workbook: contents, columns, notes and licence, then a sheet a mart.

Written as XML by queries: two million cells take two CPU seconds, a fifth of what xlsxwriter takes
cell by cell, and no package is installed for it. A sheet whose mart has not changed is
taken over from the last workbook, packed as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from trust_value.serving.licence import ATTRIBUTION, LICENCE_TITLE, LICENCE_URL
from trust_value.serving.marts import Mart
from trust_value.serving.sheets import (
    DECLARATION,
    HEADER,
    LINK,
    TITLE,
    WHOLE,
    WRAPPED,
    Cell,
    area,
    text_sheet,
)
from trust_value.serving.zipped import Member, pack

# longer lists are nothing to read in Excel, and take a third of the time and memory of publishing
ROWS_IN_A_SHEET = 20_000
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
NAME_LENGTH = 31


@dataclass(frozen=True)
class Sheet:
    """A sheet. name: on its tab; part: its file in the workbook; area: cells with a filter."""

    name: str
    part: str
    area: str = ""


def has_sheet(mart: Mart) -> bool:
    """Whether a mart is small enough to be opened at ease."""
    return mart.rows <= ROWS_IN_A_SHEET


def part_of(mart: Mart) -> str:
    """The file of a mart's sheet in the workbook."""
    return f"xl/worksheets/{mart.name}.xml"


def assemble(
    marts: list[Mart], packed: dict[str, Member], release: str, build_id: str
) -> list[Member]:
    """All parts of the workbook. packed: the marts' sheets by part."""
    shown = [mart for mart in marts if has_sheet(mart)]
    sheets = [Sheet(name, f"xl/worksheets/_{name.lower()}.xml") for name in
              ("Contents", "Columns", "Notes", "Licence")]  # fmt: skip
    sheets += [Sheet(mart.name[:NAME_LENGTH], part_of(mart), area(mart)) for mart in shown]
    contents, links = contents_rows(marts, release, build_id)
    notes = Path(__file__).with_name("notes.txt").read_text(encoding="utf-8").splitlines()
    about = [
        text_sheet(contents, [32, 90, 10, 10, 34], links),
        text_sheet(column_rows(marts), [30, 34, 24, 14, 110], frozen_rows=1),
        text_sheet([[("Notes", TITLE)], *([note] for note in notes)], [130]),
        text_sheet([[("Licence", TITLE)], [LICENCE_TITLE], [LICENCE_URL], [ATTRIBUTION]], [130]),
    ]
    parts = [
        pack(name, [(DECLARATION + text).encode()])
        for name, text in {
            "[Content_Types].xml": content_types(sheets),
            "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": book(sheets),
            "xl/_rels/workbook.xml.rels": relations(
                {"styles": "styles.xml"}, [sheet.part.removeprefix("xl/") for sheet in sheets]
            ),
            "xl/styles.xml": Path(__file__).with_name("styles.xml").read_text(encoding="utf-8"),
        }.items()
    ]
    parts += [pack(sheet.part, rows) for sheet, rows in zip(sheets, about, strict=False)]
    return [*parts, *(packed[part_of(mart)] for mart in shown)]


def contents_rows(
    marts: list[Mart], release: str, build_id: str
) -> tuple[list[list[Cell]], dict[str, str]]:
    """The rows of the contents, and which cell leads to which sheet."""
    rows: list[list[Cell]] = [
        [("Trust value: where the money of English NHS trusts goes, and what it gives", TITLE)],
        [f"Publication {release}, build {build_id}. {LICENCE_TITLE}: see Licence; how to read the "
         "figures: Notes; what each column holds: Columns."],
        [],
        [(text, HEADER) for text in ("Sheet", "What a row is", "Rows", "Columns", "As CSV")],
    ]  # fmt: skip
    links = {}
    for mart in marts:
        csv = f"csv/{mart.name}.csv"
        if has_sheet(mart):
            links[f"A{len(rows) + 1}"] = mart.name[:NAME_LENGTH]
            name: Cell = (mart.name, LINK)
        else:
            name, csv = mart.name, f"{csv} (too long for a sheet)"
        rows.append([name, mart.about, (mart.rows, WHOLE), len(mart.columns), csv])
    return rows, links


def column_rows(marts: list[Mart]) -> list[list[Cell]]:
    """The rows of the sheet that says what each column holds."""
    rows: list[list[Cell]] = [
        [(text, HEADER) for text in ("Sheet", "Column", "Unit", "Type", "What it holds")]
    ]
    for mart in marts:
        for column in mart.columns:
            kind = column.kind.lower()
            rows.append([mart.name, column.name, column.unit, kind, (column.about, WRAPPED)])
    return rows


def content_types(sheets: list[Sheet]) -> str:
    """What kind each part is of."""
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/{sheet.part}": "worksheet" for sheet in sheets}
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{SHEET_TYPE}{kind}+xml"/>'
        for part, kind in parts.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="'
        f'application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def relations(named: dict[str, str], sheets: list[str] | None = None) -> str:
    """What a part refers to; sheets are rId1 and on."""
    pairs = [("worksheet", target) for target in sheets or []] + list(named.items())
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def book(sheets: list[Sheet]) -> str:
    """The list of sheets, and the areas that can be filtered."""
    tabs, areas = "", ""
    for place, sheet in enumerate(sheets):
        tabs += f'<sheet name={quoteattr(sheet.name)} sheetId="{place + 1}" r:id="rId{place + 1}"/>'
        if sheet.area:
            start, end = (f"${''.join(filter(str.isalpha, cell))}"
                          f"${''.join(filter(str.isdigit, cell))}"
                          for cell in sheet.area.split(":"))  # fmt: skip
            named = f"{escape(repr(sheet.name))}!{start}:{end}"
            areas += f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
            areas += f"{named}</definedName>"
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets>'
        f"<definedNames>{areas}</definedNames></workbook>"
    )
