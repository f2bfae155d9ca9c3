"""What the declarations of the checkout refuse: files under a name that says something else."""

import shutil

import pytest

from built_database import RETURNS
from built_elsewhere import copy_declarations
from files_to_publish import write, xlsx
from trust_value.landing.land import land
from trust_value.project import Project

GROUPS = ("Total", "General & Acute", "Learning Disabilities", "Maternity", "Mental Illness")
ACCOUNTS = "OrganisationName,WorkSheetName,TableID,MainCode,RowNumber,SubCode,Total\n"


@pytest.fixture(scope="module")
def declared(tmp_path_factory):
    """A project with the declarations of the checkout, and trusts landed."""
    root = tmp_path_factory.mktemp("declared")
    copy_declarations(root)
    project = Project(root)
    shutil.copytree(RETURNS / "ods", project.returns / "ods")
    return project


@pytest.fixture
def refused(declared):
    """Lands a file by its name and content; the messages of what was refused."""

    def messages(name: str, content: str | bytes) -> list[str]:
        path = write(declared.inbox / name, content)
        try:
            result = land(declared)
            return [str(error) for error in result.refused]
        finally:
            path.unlink()

    return messages


def beds(year: str, month: str) -> bytes:
    """A quarter of KH03: two rows of header below the notes."""
    above = [None] * 6
    header: list[object] = [None, "Year", "Period End", "Region Code", "Org Code", "Org Name"]
    for kind in ("Available", "Occupied", "% Occupied"):
        above += [kind, *[None] * (len(GROUPS) - 1)]
        header += GROUPS
    figures: list[object] = [None, year, month, "Y63", "RFF", "BARNSLEY", *[1] * 3 * len(GROUPS)]
    rows = [[None, "Title:", "Beds"], [], above, header, figures]
    return xlsx({"Notes": [["about"]], "NHS Trust by Sector": rows})


QUARTERS = {"Q1": "June", "Q2": "September", "Q3": "December", "Q4": "March"}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_beds_of_the_quarter_in_the_name_land(refused, quarter):
    name = f"Beds-Open-Overnight-Web_File-{quarter}-2023-24.xlsx"
    assert not refused(name, beds("2023-24", QUARTERS[quarter]))


@pytest.mark.parametrize(
    ("year", "month", "message", "expected"),
    [
        ("2023-24", "June", "column Period End: 'June'", "September"),
        ("2022-23", "September", "column Year: '2022-23'", "2023-24"),
    ],
)
def test_beds_of_another_quarter_than_the_name_says_are_refused(
    refused, year, month, message, expected
):
    (said,) = refused("Beds-Open-Overnight-Web_File-Q2-2023-24.xlsx", beds(year, month))
    assert f"sheet NHS Trust by Sector, row 5, {message} is not what the file's name says" in said
    assert f"expected: {expected}." in said


def test_accounts_of_a_trust_that_ods_does_not_know_are_refused(refused):
    line = "Barnsley Hospitals Nova NHS FT,TAC08 Op Exp,1,A08CY01,60,EXP0390,7\n"
    (said,) = refused("TAC_FTs_2025-26.csv", ACCOUNTS + line)
    assert "row 2, column OrganisationName: 'Barnsley Hospitals Nova NHS FT' (row 2; " in said
    assert "nearest: RFF BARNSLEY HOSPITAL NHS FOUNDATION TRUST; " in said
    assert "seeds/reference/trust_name_aliases.csv the row `BARNSLEY HOSPITALS NOVA,<its c" in said
    known = line.replace("Hospitals Nova", "Hospital")
    assert not refused("TAC_FTs_2025-26.csv", ACCOUNTS + known)
