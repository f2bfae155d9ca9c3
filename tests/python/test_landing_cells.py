"""What lands is what the file says, whatever program wrote it; else the true reason is said.

Each refusal is tried with good files beside it, on a project where nothing is landed yet.
"""

import io
import zipfile

import openpyxl
import pytest

from files_to_publish import archive, xls, xlsb, xlsx
from trust_value.landing.land import land
from trust_value.landing.readers.xlsb import short_number
from written_workbooks import HEADER, STRICT, STRICT_LINKS, book, number, row, text

GOOD = {
    "costs-Trusts-2023-24.csv": "Name,Total\nYork,3\n",
    "beds-2022-23.csv": "Org Code,Available\nR0A,1\n",
}
NAME = "costs-FTs-2023-24.xlsx"
HULL = row(2, text("A2", "Hull"), number("B2", 7))
SHARED = row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>')


def nowhere() -> bytes:
    """A zip whose directory is longer than what stands before it."""
    content = bytearray(archive({"costs-FTs-2023-24.csv": "Name,Total\nHull,1\n"}))
    content[-10:-6] = (1 << 30).to_bytes(4, "little")
    return bytes(content)


@pytest.fixture
def beside(project, publishes, landed):
    """Lands a file beside good ones; its rows, the message that refuses it, and what is said."""

    def lands(content: str | bytes, name: str = NAME, table: str = "costs.accounts"):
        for good, said in GOOD.items():
            publishes(said, good)
        publishes(content, name)
        result = land(project)
        assert set(GOOD) <= {entry.file_name for entry in result.in_use}
        assert {error.file for error in result.refused} <= {name}
        rows = [each for each in landed(table) if each["_file"] == name]
        return rows, "".join(map(str, result.refused)), "".join(result.remarks)

    return lands


READ = {
    "cells without references": book(
        '<row><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>Total</t></is></c>'
        '</row><row><c t="inlineStr"><is><t>Hull</t></is></c><c><v>7</v></c></row>'
    ),
    "strict": book(HEADER + HULL, main=STRICT, links=STRICT_LINKS),
    "a prefix": book(
        (HEADER + HULL).replace("<", "<x:").replace("<x:/", "</x:"), prefix="x"
    ),
    "another folder": book(HEADER + HULL, folder="sheets"),
    "out of order": book(HEADER + row(2, number("B2", 7), text("A2", "Hull"))),
    "a formula with its value": book(
        HEADER + row(2, text("A2", "Hull"), '<c r="B2"><f>3+4</f><v>7</v></c>')
    ),
    "runs of text": book(
        HEADER + row(2, '<c r="A2" t="inlineStr"><is><r><t>Hu</t></r><r><t>ll</t></r></is></c>',
                     number("B2", 7))
    ),
    "a cell in the last column": book(
        HEADER + row(2, text("A2", "Hull"), number("B2", 7), number("XFD2", 1))
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_workbook_of_another_program_lands(beside, case):
    rows, refused, _ = beside(READ[case])
    assert not refused
    assert [(each["organisation"], each["total"], each["_row"]) for each in rows] == [
        ("Hull", "7", 2)
    ]


def test_a_cell_that_asks_for_no_text_is_empty(beside):
    empty = row(2, '<c r="A2" t="s"/>', number("B2", 7)) + row(
        3, text("A3", "Hull"), number("B3", 1)
    )
    rows, refused, _ = beside(book(SHARED + empty, shared=["Name", "Total"]))
    assert not refused
    assert [each["organisation"] for each in rows] == [None, "Hull"]


REFUSED = {
    "a text that is not there": (
        book(SHARED + row(2, '<c r="A2" t="s"><v>9</v></c>', number("B2", 7)),
             shared=["Name", "Total"]),
        NAME,
        "sheet All data, row 2: a cell asks for the text '9' of 2 shared texts",
    ),
    "TRUE for a figure": (
        book(HEADER + row(2, text("A2", "Hull"), '<c r="B2" t="b"><v>1</v></c>')), NAME,
        "row 2, column Total: 'TRUE' is neither a figure",
    ),
    "TRUE in a CSV": ("Name,Total\nHull,TRUE\n", "costs-FTs-2023-24.csv", "'TRUE' is neither"),
    "TRUE in an .xls": (
        xls({"All data": [["Name", "Total"], ["Hull", True]]}), "costs-FTs-2023-24.xls",
        "row 2, column Total: 'TRUE' is neither",
    ),
    "a formula without its value": (
        book(HEADER + row(2, text("A2", "Hull"), '<c r="B2"><f>3+4</f></c>')), NAME,
        "row 2, column Total: a cell begins with =",
    ),
    "rows out of order": (
        book(HEADER + row(3, text("A3", "Hull")) + row(2, text("A2", "York"))), NAME,
        "row 2 stands below row 3",
    ),
    "a row twice": (book(HEADER + HULL + HULL), NAME, "row 2 stands below row 2"),
    "a cell twice": (
        book(HEADER + row(2, text("A2", "Hull"), text("A2", "York"))), NAME, "has a cell twice",
    ),
    "beyond the last column": (
        book(HEADER + row(2, text("A2", "Hull"), number("ZZZZ2", 1))), NAME, "column 475,254",
    ),
    "two sheets of one name": (
        book(HEADER + HULL, more='<sheet name="All data" sheetId="2" r:id="rId1"/>'), NAME,
        "costs.accounts is here, and on All data as well",
    ),
    "two sheets that differ in case": (
        book(HEADER + HULL, more='<sheet name="ALL DATA" sheetId="2" r:id="rId1"/>'), NAME,
        "sheet ALL DATA: costs.accounts is here, and on All data as well",
    ),
    "two members of one table": (
        archive({"a/costs-FTs-2023-24.csv": "Name,Total\nHull,1\n",
                 "b/costs-FTs-2023-24.csv": "Name,Total\nHull,1\n"}), "costs.zip",
        "costs.accounts is here, and on a/costs-FTs-2023-24.csv as well",
    ),
    "an end inside a quote": (
        'Name,Total\nYork,1\n"Hu', "costs-FTs-2023-24.csv", "cannot be read as CSV",
    ),
    "an end inside a quote with a break": (
        'Name,Total\nYork,1\n"Hull\nand,East', "costs-FTs-2023-24.csv", "cannot be read as CSV",
    ),
    "an end before the last cell": (
        "Name,Total,More\nYork,1,2\nHull,2", "costs-FTs-2023-24.csv",
        "row 3: the last record has fewer cells than the others: the file was cut short",
    ),
    "an end in the first cell": ("Name,Total\nYork,1\nHul", "costs-FTs-2023-24.csv", "cut short"),
    "30,000 columns": (
        "Name,Total" + "," * 30_000 + "\nHull,1\n", "costs-FTs-2023-24.csv",
        "30,002 cells in the row",
    ),
    "a directory before the start": (nowhere(), "costs.zip", "no whole .zip file"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_file_does_not_say_is_refused_and_the_others_land(beside, case):
    content, name, message = REFUSED[case]
    rows, refused, _ = beside(content, name)
    assert message in refused
    assert "what to do" in refused
    assert not rows


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_is_named(beside, state):
    made = openpyxl.load_workbook(io.BytesIO(xlsx({
        "All data": [["Name", "Total"], ["Hull", 1]], "all DATA ": [["Name", "Total"], ["Old", 2]],
    })))  # fmt: skip
    made["all DATA "].sheet_state = state
    stream = io.BytesIO()
    made.save(stream)
    rows, refused, said = beside(stream.getvalue())
    assert not refused
    assert [each["organisation"] for each in rows] == ["Hull"]
    assert "costs-FTs-2023-24.xlsx: the hidden sheet 'all DATA ' is not read" in said


def test_where_the_only_sheet_is_hidden_the_refusal_says_so(beside):
    hidden = book(HEADER + HULL)
    with zipfile.ZipFile(io.BytesIO(hidden)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<sheet ", b'<sheet state="hidden" '
    )
    _, refused, _ = beside(archive(parts))
    assert "(not read, as it is hidden: All data)" in refused


def test_a_damaged_sheet_over_a_megabyte_is_refused(beside):
    rows = "".join(row(n, text(f"A{n}", "Hull"), number(f"B{n}", 1365)) for n in range(2, 40_000))
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(HEADER + rows))) as before,
        zipfile.ZipFile(stream, "w") as after,
    ):
        for name in before.namelist():
            after.writestr(name, before.read(name))
    content = stream.getvalue()
    place = content.rindex(b"<v>1365")
    rows, refused, _ = beside(content[:place] + b"<v>9365" + content[place + 7 :])
    assert "sheet All data: the sheet cannot be read (Bad CRC-32" in refused
    assert not rows


def test_a_wide_csv_loads_its_declared_columns_alone(beside):
    width = 6_000
    header = "Name,Total," + ",".join(f"c{number}" for number in range(width))
    content = header + "\r\nHull,1" + ",9" * width + "\nYork,2" + ",9" * width + "\r\n"
    rows, refused, _ = beside(content, "costs-FTs-2023-24.csv")
    assert not refused
    assert [each["total"] for each in rows] == ["1", "2"]


def test_an_xlsb_that_claims_every_column_and_row_lands_in_no_time(beside):
    made = xlsb({"All data": [["Name", "Total"], ["Hull", 1]]})
    with zipfile.ZipFile(io.BytesIO(made)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    sheet = parts["xl/worksheets/sheet1.bin"]
    claimed = (1_048_575).to_bytes(4, "little") + bytes(4) + (16_383).to_bytes(4, "little")
    # the record of the dimension: number, length, first row, last row, first and last column
    place = sheet.index(b"\x94\x01\x10") + 3
    parts["xl/worksheets/sheet1.bin"] = sheet[:place] + claimed + sheet[place + 12 :]
    rows, refused, _ = beside(archive(parts), "costs-FTs-2023-24.xlsb")
    assert not refused
    assert [(each["organisation"], each["total"]) for each in rows] == [("Hull", "1")]


def test_an_xlsb_with_a_row_beyond_the_last_is_refused(beside):
    made = xlsb({"All data": [["Name", "Total"], ["Hull", 1]]})
    with zipfile.ZipFile(io.BytesIO(made)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    sheet = parts["xl/worksheets/sheet1.bin"]
    second = b"\x00\x11" + (1).to_bytes(4, "little")
    assert second in sheet
    parts["xl/worksheets/sheet1.bin"] = sheet.replace(second, b"\x00\x11" + b"\xff\xff\xff\x7f")
    _, refused, _ = beside(archive(parts), "costs-FTs-2023-24.xlsb")
    assert "a cell is in row 2,147,483,648" in refused


@pytest.mark.parametrize(
    ("stored", "value"),
    [(0x3FF00000, 1.0), (0x40FE2400, 123456.0), (123456 << 2 | 2, 123456.0),
     (123456 << 2 | 3, 1234.56),
     (0x405EC001, 1.23), (-4 + 2, -1.0)],
)  # fmt: skip
def test_a_short_number_of_an_xlsb_is_its_double(stored, value):
    # a whole number of 30 bits, or the upper half of a double; the last bit says: a hundredth
    assert short_number(stored) == value
