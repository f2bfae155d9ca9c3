"""Bad input: refused whole, in one message that says where and what to do; the others land."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files_to_publish import archive, write, xlsx
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.land import land
from trust_value.landing.readers.zip import check_archive

BEDS = "Org Code,Available\nR0A,1\n"
ACCOUNTS = [["Name", "Total"], ["Hull", 1]]
BOOK = xlsx({"All data": ACCOUNTS})
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def climbing() -> bytes:
    return archive({"../../beds-2024-25.csv": BEDS})


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("beds-2024-25.csv", bytes(80 << 20))
    return stream.getvalue()


def locked() -> bytes:
    content = bytearray(archive({"beds-2024-25.csv": BEDS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def damaged() -> bytes:
    content = bytearray(archive({"beds-2024-25.csv": BEDS * 50}))
    content[60] ^= 0xFF
    return bytes(content)


def accounts(*rows) -> bytes:
    return xlsx({"All data": [["Name", "Total"], *rows]})


REFUSED = {
    "empty workbook": ("costs-FTs-2023-24.xlsx", b"", "the file is empty"),
    "empty archive": ("beds.zip", b"", "the file is empty"),
    "truncated": ("costs-FTs-2023-24.xlsx", BOOK[: len(BOOK) // 2], "no whole .xlsx file"),
    "password": ("costs-FTs-2023-24.xlsx", COMPOUND, "protected by a password"),
    "zip with a password": ("beds.zip", locked(), "protected by a password"),
    "broken older workbook": ("costs-FTs-2023-24.xls", COMPOUND, "no whole workbook"),
    "climbing": ("beds.zip", climbing(), "points out of the archive"),
    "absolute": ("beds.zip", archive({"/etc/beds-2024-25.csv": BEDS}), "points out of the archive"),
    "backslashes": ("b.zip", archive({"..\\beds-2024-25.csv": BEDS}), "points out of the archive"),
    "bomb": ("beds.zip", bomb(), "times when unpacked"),
    "damaged": ("beds.zip", damaged(), "is damaged"),
    "web page": ("costs-FTs-2023-24.xlsx", "<!DOCTYPE html><p>Not found", "web page"),
    "web page as archive": ("beds.zip", "<html><p>Not found", "web page"),
    "text as workbook": ("costs-FTs-2023-24.xlsx", BEDS, "this is no .xlsx file"),
    "no such sheet": ("costs-FTs-2023-24.xlsx", xlsx({"Data": ACCOUNTS}), "on a sheet named"),
    "missing column": ("costs-FTs-2023-24.csv", "Amount,Total\n1,2\n", "is the header"),
    "double header": (
        "costs-FTs-2023-24.xlsx", xlsx({"All data": [["Name", "Total", "Total"], ["Hull", 1, 2]]}),
        "sheet All data, row 1, column Total or Value number: the header has this column 2 times",
    ),
    "commas": (
        "costs-FTs-2023-24.xlsx", accounts(["York", "1,234"], ["Hull", "1,2,3"]),
        "sheet All data, row 3, column Total: '1,2,3' is neither a figure nor a mark of",
    ),
    "unknown mark": (
        "costs-FTs-2023-24.csv", "Name,Total\nYork,£1\nHull,tbc\n",
        "row 3, column Total: 'tbc' is neither a figure nor a mark of this return",
    ),
    "more than a number holds": (
        "costs-FTs-2023-24.csv", "Name,Total\nYork,1E+5\nLeeds,2e-005\nHull,1e400\n",
        "row 4, column Total: '1e400' is neither a figure nor a mark of this return",
    ),
    "a formula": (
        "costs-FTs-2023-24.csv", "Name,Total\n=cmd|' /C calc'!A0,1\n",
        "row 2, column Name: a cell begins with =",
    ),
    "no year": ("costs-FTs-2023-25.csv", "Name,Total\nHull,1\n", "'2023-25' in its name is no"),
    "a mark of other returns": (
        "costs-FTs-2023-24.csv", "Name,Total\nHull,**\n",
        "'**' is neither a figure nor a mark of this return",
    ),
    "no date": (
        "stays.csv", "Year,Stays,Ended\n2023,1,31/03/2023\n2024,1,31/04/2024\n",
        "row 3, column Ended: '31/04/2024' is not a date",
    ),
    "another month in a column": (
        "stays-May-2024.csv", "Year,Stays,Month\n2024,1,STAYS-MAY-2024\n2024,1,Stays June 2024\n",
        "row 3, column Month: 'Stays June 2024' is not what the file's name says",
    ),
    "another month above the header": (
        "stays-May-2024.csv", "Period:,,June 2024\nPublished,May 2024\nYear,Stays,\n2024,1,\n",
        "row 1, column Period: 'June 2024' is not what the file's name says",
    ),
    "NUL": ("beds-2023-24.csv", BEDS.encode() * 400 + b"\0", "not a CSV text"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_and_the_others_land(project, publishes, landed, case):
    name, content, message = REFUSED[case]
    publishes(BEDS, "beds-2022-23.csv")
    publishes(content, name)
    result = land(project)
    assert len(result.refused) == 1
    text = str(result.refused[0])
    assert text.startswith(name)
    assert message in text
    assert "what to do" in text
    assert [entry.file_name for entry in result.in_use] == ["beds-2022-23.csv"]
    assert len(landed()) == 1
    assert len(landed("costs.accounts")) == 0
    assert not list(project.root.glob("*.csv"))


def test_an_archive_with_one_bad_member_lands_nothing_of_the_others(project, publishes, landed):
    publishes(
        archive({
            "x/costs-FTs-2023-24.xlsx": BOOK,
            "y/costs-Trusts-2023-24.csv": "Name,Total\nHull,=1\n",
        }),
        "costs.zip",
    )  # fmt: skip
    assert len(land(project).refused) == 1
    assert landed("costs.accounts") == []
    assert not list(project.landing.glob("costs/accounts/????????????????*.parquet"))


def test_figures_with_separators_and_marks_land(project, publishes, landed):
    publishes('Name,Total\nA,"1,234"\nB,£5\nC,*\nD,#N/A\nE,\nF,-\n', "costs-FTs-2023-24.csv")
    assert not land(project).refused
    totals = [row["total"] for row in landed("costs.accounts")]
    assert totals == ["1,234", "£5", "*", "#N/A", None, "-"]


@pytest.mark.parametrize("said", ["May 2024", "45413", ""])
def test_a_note_of_the_same_month_or_of_none_lands(project, publishes, landed, said):
    text = f"Period:,{said},,\n,,,\nYear,Stays,Month,Ended\n2024,1,Stays-May-2024,01/05/2024\n"
    publishes(text + "2024,1,Total,\n", "stays-May-2024-v2.csv")
    assert not land(project).refused
    assert len(landed("stays.monthly")) == 2


def test_a_mark_that_nothing_explains_is_said_at_once(project, publishes):
    publishes(BEDS)
    path = project.staging / "small" / "_small__sources.yml"
    path.write_text(path.read_text().replace("['*', '-']", "['?']"))
    with pytest.raises(TrustValueError, match=r"does not say what the mark '\?' means"):
        land(project)


def test_a_file_larger_than_any_publication_is_refused_unread(project, publishes):
    path = publishes(BEDS)
    os.truncate(path, 2_000_000_000)
    assert "the file has 2.0 GB" in str(land(project).refused[0])


ODD = {
    "a;b.csv": "a;b.csv", "q'uo\"te.csv": "q'uo\"te.csv", "a\nb.csv": r"a\nb.csv",
    "..\\beds-2024-25.csv": r"..\beds-2024-25.csv", "x\x1b[31m.csv": r"x\x1b[31m.csv",
    "beds-2024-25.csv\n.csv": r"beds-2024-25.csv\n.csv", "beds..2024-25.csv": "beds..2024-25.csv",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_file_of_an_odd_name_that_no_return_has_is_refused(project, publishes, landed, name):
    publishes(BEDS, "beds-2022-23.csv")
    publishes(BEDS.replace("1", "2"), name)
    (error,) = land(project).refused
    first, expected, action = str(error).splitlines()
    assert first.startswith(f"{ODD[name]}: no return is published under this name")
    assert "by its header it is beds.quarterly" in expected
    assert "what to do" in action
    assert [row["_file"] for row in landed()] == ["beds-2022-23.csv"]


def test_a_name_that_is_no_text_is_refused(project, publishes):
    publishes(BEDS, os.fsdecode(b"beds-2024-25\xff.csv"))
    assert "its name is not text in UTF-8" in str(land(project).refused[0])


def test_other_odd_names_are_said_and_left(project, publishes):
    publishes(BEDS, "[x]*.csv")
    assert [(path.name, table.label) for path, table in land(project).unknown] == [
        ("[x]*.csv", "beds.quarterly")
    ]


def test_a_path_that_climbs_is_the_file_it_leads_to(project, landed):
    write(project.inbox / "beds-2024-25.csv", BEDS)
    for _ in range(2):
        result = land(project, [project.returns / ".." / "inbox" / "beds-2024-25.csv"])
        assert [entry.path for entry in result.in_use] == ["data/inbox/beds-2024-25.csv"]
        assert not result.in_use[0].is_bundled
    assert len(landed()) == 1


def test_an_unreadable_file_is_refused(project, publishes):
    path = publishes(BEDS)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user reads every file, whatever its mode")
    assert "cannot be read" in str(land(project).refused[0])


def test_an_archive_that_would_fill_the_disk_is_refused_unopened(publishes, monkeypatch):
    monkeypatch.setattr("trust_value.landing.readers.zip.LARGEST_EXPANDED", 1 << 20)
    content = archive({f"part{n}/beds-202{n}-2{n + 1}.csv": "0" * 600_000 for n in range(2)})
    with pytest.raises(LandingError, match="unpacked it would be"):
        check_archive(publishes(content, "beds.zip"), "beds.zip")


def test_a_folder_that_cannot_be_written_to_says_so(project, publishes):
    publishes(BEDS)
    project.landing.parent.mkdir()
    project.landing.write_text("a file where a folder belongs")
    with pytest.raises(TrustValueError, match="cannot be written"):
        land(project)


FULL = """
import resource, sys
from pathlib import Path
from trust_value.errors import TrustValueError
from trust_value.landing.land import land
from trust_value.project import Project
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    land(Project(Path(sys.argv[1])))
except TrustValueError as error:
    print(error)
"""


def test_a_full_disk_leaves_what_was_landed(project, publishes, landed):
    publishes(BEDS)
    land(project)
    before = project.landing_record.read_bytes()
    noise = "".join(f"R{i},{i * 7919 % 104729}\n" for i in range(40000))
    publishes("Org Code,Available\n" + noise, "beds-2023-24.csv")
    scripts = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(project.root)], capture_output=True, text=True,
        check=True, env=os.environ | {"PYTHONPATH": scripts},
    )  # fmt: skip
    assert "cannot be written" in done.stdout
    assert "make room" in done.stdout
    assert project.landing_record.read_bytes() == before
    assert len(landed()) == 1
    assert len(land(project).new) == 1


@settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    st.binary(max_size=400), st.sampled_from(["xlsx", "xls", "xlsb", "zip", "csv"]), st.booleans()
)
def test_no_bytes_end_in_a_traceback(project, publishes, content, kind, is_cut):
    start = {"xls": COMPOUND[:8], "csv": b""}.get(kind, b"PK\x03\x04")
    content = BOOK[: len(content) * 10] if is_cut and kind in ("xlsx", "xlsb") else start + content
    path = publishes(content, f"costs-FTs-2023-24.{kind}")
    result = land(project)
    assert not result.in_use or kind == "csv"
    path.unlink()
