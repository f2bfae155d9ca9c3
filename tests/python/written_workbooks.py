"""Workbooks as programs other than Excel write them: the XML by hand."""

import io
import zipfile
from collections.abc import Iterable

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT, STRICT_LINKS = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def text(reference: str, value: str) -> str:
    """A cell with its text in it, as SheetJS writes it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(reference: str, value: object) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def row(place: int, *cells: str) -> str:
    return f'<row r="{place}">{"".join(cells)}</row>'


HEADER = row(1, text("A1", "Name"), text("B1", "Total"))


def book(
    rows: str, *, shared: Iterable[str] = (), tab: str = "All data", more: str = "",
    folder: str = "worksheets", main: str = MAIN, links: str = LINKS, prefix: str = "",
) -> bytes:  # fmt: skip
    """A workbook of one sheet. more: further <sheet> elements for the same part."""
    sheet = f'<sheet name="{tab}" sheetId="1" r:id="rId1"/>{more}'
    space = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    colon = f"{prefix}:" if prefix else ""
    texts = "".join(f"<si><t>{each}</t></si>" for each in shared)
    kinds = f"{PACKAGE}/content-types"
    form = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/xl/workbook.xml" ContentType="{form}.sheet.main+xml"/><Override PartName='
        f'"/xl/{folder}/sheet1.xml" ContentType="{form}.worksheet+xml"/><Override PartName='
        f'"/xl/sharedStrings.xml" ContentType="{form}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">'
        f"<sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{links}/worksheet" Target="{folder}/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{links}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        f"xl/{folder}/sheet1.xml": f"<{colon}worksheet {space}><{colon}sheetData>{rows}"
        f"</{colon}sheetData></{colon}worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, HEAD + content)
    return stream.getvalue()
