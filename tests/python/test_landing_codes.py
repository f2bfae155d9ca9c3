"""Codes of organisations are looked up in what ODS says; years are those the models read."""

import shutil

import duckdb
import pytest

from built_database import PROJECT, RETURNS
from built_elsewhere import copy_declarations
from files_to_publish import write
from trust_value.landing.land import land
from trust_value.landing.readable import read_readable
from trust_value.project import Project

HEADER = "code,name,total_available,total_occupied,total_occupancy_percent\n"
LINES = next((RETURNS / "kh03").glob("*.csv")).read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.fixture(scope="module")
def declared(tmp_path_factory):
    """A project with the declarations of the checkout."""
    root = tmp_path_factory.mktemp("codes")
    copy_declarations(root)
    return Project(root)


@pytest.fixture
def lands(declared):
    """Lands a file beside what ODS says, on an empty build: the result, and rows of a table."""

    def land_beside(name: str, content: str):
        for folder in (declared.root / "build", declared.root / "data"):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(RETURNS / "ods", declared.returns / "ods")
        write(declared.inbox / name, content)
        result = land(declared)
        assert {"etr.csv", "succ.csv"} <= {entry.file_name for entry in result.in_use}
        return result

    return land_beside


def beds(code: str) -> str:
    """The bundled year of beds with another code for Barnsley."""
    return "".join(
        line.replace("RFF", code, 1) if line.startswith("RFF") else line for line in LINES
    )


def attendances(code: str) -> str:
    path = next((RETURNS / "ae").rglob("Monthly-AE-April-2024.csv"))
    return (
        path.read_text(encoding="utf-8").replace(",RFF,", f",{code},").replace('"RFF"', f'"{code}"')
    )


BEDS, ATTENDANCES = "kh03-annual-average-2024-25.csv", "Monthly-AE-April-2024.csv"


@pytest.mark.parametrize("unseen", ["\t", "\u200b", "\u00a0", "\ufeff", "\u2060", " "])
def test_a_code_with_a_character_that_nobody_sees_is_the_code(declared, lands, unseen):
    result = lands(BEDS, beds(f"RFF{unseen}"))
    assert not result.refused
    (entry,) = [entry for entry in result.in_use if entry.file_name == BEDS]
    code = read_readable(PROJECT, []).code_of("code")
    landed = f"read_parquet('{entry.parquet(declared.landing)}')"
    query = f"select count(*) from {landed} where {code} = 'RFF' and code != 'RFF'"
    assert duckdb.sql(query).fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("R99", "'R99' (row"),
        ("RFF1", "'RFF1' (row"),
        ("R\u0424F", "is no organisation's code"),
        ("\u0420FF", "is no organisation's code"),
        ("", "'' is no organisation's code"),
        ("-", "'-' is no organisation's code"),
    ],
)
def test_a_code_that_no_trust_has_is_refused_with_its_row_and_the_nearest(lands, code, message):
    (error,) = lands(BEDS, beds(code)).refused
    row = next(number for number, line in enumerate(LINES, 1) if line.startswith("RFF"))
    assert f"{BEDS}, row {row}, column code: " in str(error)
    assert message in str(error)
    if code == "R99":
        assert "(row 8; nearest: RA9 TORBAY" in str(error)


def test_where_others_report_as_well_a_strange_code_of_a_trust_is_named(lands):
    result = lands(ATTENDANCES, attendances("R99"))
    assert not result.refused
    (said,) = result.remarks
    assert f"{ATTENDANCES}, row " in said
    assert "R99 looks like a trust's code, and ODS does not know it (nearest: " in said


def test_where_others_report_as_well_a_letter_of_another_script_is_refused(lands):
    (error,) = lands(ATTENDANCES, attendances("RF\u0424")).refused
    assert "is no organisation's code" in str(error)


def test_notes_right_below_a_table_are_named_and_do_not_land(lands):
    note = "Source: NHS England" + "," * (LINES[0].count(",")) + "\n"
    result = lands(BEDS, "".join([*LINES, note, note]))
    assert not result.refused
    (entry,) = [entry for entry in result.in_use if entry.file_name == BEDS]
    assert entry.rows_landed == len(LINES) - 1
    assert result.remarks == [
        f"{BEDS}: rows {len(LINES) + 1} to {len(LINES) + 2} below the table are notes, not landed"
    ]


@pytest.mark.parametrize("year", ["2026/27", "2026-2027", "2026-27 ", "2026-28"])
def test_a_year_that_no_model_reads_is_refused(lands, year):
    path = next((RETURNS / "mff").glob("*.csv"))
    content = path.read_text(encoding="utf-8").replace("2026-27", year)
    (error,) = lands(path.name, content).refused
    assert f"{path.name}, row 2, column " in str(error)
    assert f"{year!r} is not a financial year as the models read it" in str(error)
