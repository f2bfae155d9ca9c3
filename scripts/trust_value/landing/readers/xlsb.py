"""The sheets of a newer binary workbook (.xlsb): the records that hold cells, and no others.

The format is [MS-XLSB]: a part is a row of records, each a number, a length and so many bytes. A
number is the shortest text of the double that is stored; an error cell is its mark (#N/A).
"""

import posixpath
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from xml.etree import ElementTree

from trust_value.landing.readers.base import Numbered, Sheet, Source
from trust_value.landing.readers.xls import BOOLEAN, ERROR, NUMBER, text_of
from trust_value.landing.readers.zip import DAMAGED

ROW, CELL_TEXT, TEXT, SHEET, END_OF_CELLS = 0, 6, 19, 156, 146
SHORT_NUMBER, SHARED_TEXT = 2, 7
# record to the kind of its cell and how it is stored; 8 to 11 are results of formulas
CELLS = {
    3: (ERROR, "<B"), 4: (BOOLEAN, "<B"), 5: (NUMBER, "<d"),
    9: (NUMBER, "<d"), 10: (BOOLEAN, "<B"), 11: (ERROR, "<B"),
}  # fmt: skip
# record to where its text begins; 8 is the result of a formula, 62 a text of several fonts
TEXTS = {CELL_TEXT: 8, 8: 8, 62: 9}


class XlsbSheet(Sheet):
    """One sheet of an .xlsb. part: its place in the archive; texts: those that cells share."""

    def __init__(self, source: Source, tab: str, part: str, texts: list[str]) -> None:
        super().__init__(source, tab)
        self.part, self.texts = part, texts

    def numbered(self) -> Numbered:
        """Every row that is not empty. Raises LandingError where the records are not whole."""
        try:
            with zipfile.ZipFile(self.source.path) as archive:
                yield from self._rows(archive.read(self.part))
        except (*DAMAGED, struct.error, IndexError) as error:
            raise self.refusal(f"the sheet cannot be read ({error})") from error

    def _rows(self, content: bytes) -> Numbered:
        row, cells = 0, {}
        for kind, body in records(content):
            if kind in (ROW, END_OF_CELLS):
                number = struct.unpack_from("<I", body)[0] + 1 if kind == ROW else 0
                if any(cells.values()) and number != row:
                    yield row, [cells.get(place, "") for place in range(1, max(cells) + 1)]
                if kind == END_OF_CELLS:
                    return
                self.check_place(number, 1)
                if number < row:
                    raise self.refusal(f"row {number} stands below row {row}", row=number)
                row, cells = number, cells if number == row else {}
            elif kind in CELLS or kind in (SHORT_NUMBER, SHARED_TEXT, *TEXTS):
                place = struct.unpack_from("<I", body)[0] + 1
                self.check_place(row, place)
                cells[place] = self._text(kind, body)
        raise self.refusal("the sheet ends before its last row")

    def _text(self, kind: int, body: bytes) -> str:
        """A cell's text: after eight bytes of place and style, the value."""
        if kind in TEXTS:
            return string(body, TEXTS[kind])[0]
        if kind == SHARED_TEXT:
            return self.texts[struct.unpack_from("<I", body, 8)[0]]
        if kind == SHORT_NUMBER:
            return text_of(NUMBER, short_number(struct.unpack_from("<i", body, 8)[0]))
        of, form = CELLS[kind]
        return text_of(of, struct.unpack_from(form, body, 8)[0])


def read_xlsb(source: Source, wanted: Callable[[str], bool]) -> Iterator[Sheet]:
    """The wanted sheets of an .xlsb. Raises LandingError where it is no whole workbook."""
    texts: list[str] = []
    try:
        with zipfile.ZipFile(source.path) as archive:
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314 - no entities are read
            parts = {link.get("Id"): link.get("Target", "") for link in links}
            with suppress(KeyError):
                shared = records(archive.read("xl/sharedStrings.bin"))
                texts = [string(body, 1)[0] for kind, body in shared if kind == TEXT]
            book = archive.read("xl/workbook.bin")
        sheets = [_sheet(body) for kind, body in records(book) if kind == SHEET]
    except (*DAMAGED, ElementTree.ParseError, struct.error, IndexError) as error:
        raise source.refusal("it is no whole workbook") from error
    for is_hidden, link, tab in sheets:
        if wanted(tab) and is_hidden:
            source.hidden.append(tab)
        elif wanted(tab) and parts.get(link):
            part = posixpath.normpath(posixpath.join("/xl", parts[link])).lstrip("/")
            yield XlsbSheet(source, tab, part, texts)


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's number and bytes. Raises IndexError where the last is cut short."""
    place = 0
    while place < len(content):
        kind, place = content[place], place + 1
        if kind & 0x80:
            kind, place = (kind & 0x7F) | (content[place] & 0x7F) << 7, place + 1
        size = shift = 0
        for _ in range(4):
            byte, place = content[place], place + 1
            size, shift = size | (byte & 0x7F) << shift, shift + 7
            if not byte & 0x80:
                break
        if place + size > len(content):
            raise IndexError("a record is cut short")
        yield kind, content[place : place + size]
        place += size


def string(body: bytes, place: int) -> tuple[str, int]:
    """The text at a place, and the place after it. Raises IndexError where it is cut short."""
    end = place + 4 + 2 * struct.unpack_from("<I", body, place)[0]
    if end > len(body):
        raise IndexError("a text is cut short")
    return body[place + 4 : end].decode("utf-16-le", errors="replace"), end


def short_number(stored: int) -> float:
    """A number in 30 bits: a whole one or the upper half of a double, or a hundredth of either."""
    whole = struct.unpack("<d", struct.pack("<Q", (stored & 0xFFFFFFFC) << 32))[0]
    value = float(stored >> 2) if stored & 2 else whole
    return value / 100 if stored & 1 else value


def _sheet(body: bytes) -> tuple[bool, str, str]:
    """Whether a sheet is hidden, its link and its name."""
    link, place = string(body, 8)
    return struct.unpack_from("<I", body)[0] != 0, link, string(body, place)[0]
