"""Writes large workbooks fast: DuckDB makes the XML of the rows, Python only packs it.

As Excel saves them: shared strings, a dimension on each sheet, numbers as numbers, empty cells left
out. The same rows give the same bytes.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROWS_A_PIECE = 20_000
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ESCAPED = "replace(replace(replace({}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and the table whose columns, in order, are its cells below a header.

    The table has a column `r`, the order of its rows from 1, which is not written.
    """

    name: str
    table: str


def write_workbook(connection: duckdb.DuckDBPyConnection, path: Path, sheets: list[Sheet]) -> None:
    """Writes the sheets to a workbook; raises duckdb.Error where a table is not there."""
    columns = {sheet.table: describe(connection, sheet.table) for sheet in sheets}
    texts = [
        f'select distinct "{name}" as text from {sheet.table} where "{name}" is not null'
        for sheet in sheets
        for name, kind in columns[sheet.table]
        if kind == "VARCHAR"
    ]
    header = [name.replace("'", "''") for each in columns.values() for name, _ in each]
    texts += [f"select '{name}'" for name in header]
    connection.execute(
        "create or replace temp table strings as "
        "select text, row_number() over (order by text) - 1 as place "
        f"from (select distinct text from ({' union all '.join(texts)}))"
    )
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts([sheet.name for sheet in sheets], names).items():
            put(archive, name, [HEAD + text])
        for name, sheet in zip(names, sheets, strict=True):
            put(archive, name, sheet_xml(connection, sheet, columns[sheet.table]))
        query = f"""
            select string_agg('<si><t>' || {ESCAPED.format("text")} || '</t></si>', '' order by place)
            from strings
        """  # noqa: E501
        items = connection.execute(query).fetchall()[0][0]
        put(archive, "xl/sharedStrings.xml", [f'{HEAD}<sst xmlns="{NAMESPACE}">{items}</sst>'])


def describe(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """Columns of a table and their types, without the order of rows."""
    rows = connection.execute(f"describe {table}").fetchall()
    return [(name, kind) for name, kind, *_ in rows if name != "r"]


def put(archive: zipfile.ZipFile, name: str, pieces) -> None:  # noqa: ANN001 - texts in turn
    """Writes one part of the workbook, always with the same date."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as stream:
        for piece in pieces:
            stream.write(piece.encode())


def sheet_xml(connection: duckdb.DuckDBPyConnection, sheet: Sheet, columns: list):  # noqa: ANN201
    """The XML of a sheet, in pieces."""
    rows = connection.execute(f"select count(*) from {sheet.table}").fetchall()[0][0]
    places = dict(connection.execute("select text, place from strings").fetchall())
    letters = [chr(ord("A") + number) for number in range(len(columns))]
    header = "".join(
        f'<c r="{letter}1" t="s"><v>{places[name]}</v></c>'
        for letter, (name, _) in zip(letters, columns, strict=True)
    )
    yield (
        f'{HEAD}<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:{letters[-1]}{rows + 1}"/>'
        f'<sheetData><row r="1">{header}</row>'
    )
    cells, joins = [], []
    for letter, (name, kind) in zip(letters, columns, strict=True):
        value, mark = f'd."{name}"', ""
        if kind == "VARCHAR":
            value, mark = f"s{letter}.place", ' t="s"'
            joins.append(f'left join strings as s{letter} on d."{name}" = s{letter}.text')
        elif kind == "DOUBLE":
            value = (
                f"if({value} = floor({value}), cast({value} as bigint)::varchar, {value}::varchar)"
            )
        start = f"'<c r=\"{letter}' || (d.r + 1) || '\"{mark}><v>'"
        cells.append(f"coalesce({start} || {value} || '</v></c>', '')")
    query = f"""
        with made as (
            select d.r, '<row r="' || (d.r + 1) || '">' || {" || ".join(cells)} || '</row>' as xml
            from {sheet.table} as d {" ".join(joins)}
            where d.r > ? and d.r <= ?
        )
        select string_agg(xml, '' order by r) from made
    """
    for start in range(0, rows, ROWS_A_PIECE):
        yield connection.execute(query, [start, start + ROWS_A_PIECE]).fetchall()[0][0]
    yield "</sheetData></worksheet>"


def parts(titles: list[str], names: list[str]) -> dict[str, str]:
    """The small parts that hold a workbook together."""
    numbered = list(enumerate(titles, start=1))
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPES}.worksheet+xml"/>' for name in names
    )
    sheets = "".join(f'<sheet name="{t}" sheetId="{n}" r:id="rId{n}"/>' for n, t in numbered)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    last = len(titles) + 1
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}<Relationship Id="rId{last}" '
            f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
    }
