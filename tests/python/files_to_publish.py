"""Files in published kinds, written by hand, for the tests of landing."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import xlwt

Sheets = dict[str, list[list[object]]]


def xlsx(sheets: Sheets) -> bytes:
    """A workbook; a text that is an error's name becomes an error cell."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                cell = sheet.cell(number, place, value)
                if value == "#N/A":
                    cell.data_type = "e"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(sheets: Sheets) -> bytes:
    """The same in the older binary kind."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value == "#N/A":
                    sheet.row(number).set_cell_error(place, 0x2A)
                elif value is not None:
                    sheet.write(number, place, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsb(sheets: Sheets) -> bytes:
    """The same in the newer binary kind, as few records as a reader needs."""

    def record(kind: int, body: bytes = b"") -> bytes:
        code = bytes([kind]) if kind < 0x80 else bytes([kind & 0xFF, kind >> 8])
        size, sizes = len(body), b""
        while True:
            sizes += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
            size >>= 7
            if not size:
                return code + sizes + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def cell(place: int, value: object) -> bytes:
        start = struct.pack("<II", place, 0)
        if value is None:
            return b""
        if value == "#N/A":
            return record(0x03, start + bytes([0x2A]))
        if isinstance(value, str):
            return record(0x06, start + text(value))
        return record(0x05, start + struct.pack("<d", value))

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        names, links = b"", ""
        for number, (name, rows) in enumerate(sheets.items(), 1):
            names += record(
                0x019C, struct.pack("<II", 0, number) + text(f"rId{number}") + text(name)
            )
            links += f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.bin"/>'
            width = max(len(row) for row in rows)
            body = record(0x0194, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
            body += record(0x0191)
            for line, row in enumerate(rows):
                if any(value is not None for value in row):
                    body += record(0x00, struct.pack("<I", line) + bytes(13))
                    body += b"".join(cell(place, value) for place, value in enumerate(row))
            body += record(0x0192)
            archive.writestr(f"xl/worksheets/sheet{number}.bin", body)
        book = record(0x0183) + record(0x018F) + names + record(0x0190) + record(0x0184)
        archive.writestr("xl/workbook.bin", book)
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{space}">{links}</Relationships>'
        )
    return stream.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def write(path: Path, content: str | bytes) -> Path:
    """Writes a file and what folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
