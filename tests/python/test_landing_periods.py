"""Of each period one file is read; the manifest says which, and why."""

import pytest

from files_to_publish import write, xlsx
from trust_value.landing.land import land

FIRST, SECOND = "Name,Total\nHull,1\n", "Name,Total\nHull,2\n"


def totals(landed):
    return [row["total"] for row in landed("costs.accounts")]


def manifest(landed):
    return {row["file_name"]: row for row in landed("landing.manifest")}


@pytest.mark.parametrize(
    ("older", "newer", "why"),
    [
        ("costs-FTs-2023-24.csv", "costs-FTs-2023-24-revised.csv", "a revised issue"),
        ("costs-FTs-2023-24-revised.csv", "costs-FTs-2023-24-revised2.csv", "a revised issue"),
        (
            "costs-FTs-2023-24-issued-2025-05.csv", "costs-FTs-2023-24-issued-2025-11.csv",
            "a later publication",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_re_issue_is_read_and_the_first_stays_landed(
    project, publishes, landed, older, newer, why, is_reversed
):
    for name in [newer, older] if is_reversed else [older, newer]:
        publishes(FIRST if name == older else SECOND, name)
        result = land(project)
        assert not result.refused
    assert totals(landed) == ["2"]
    rows = manifest(landed)
    assert rows[older]["is_superseded"]
    assert rows[older]["reason"].startswith(f"superseded by {why}")
    assert newer in rows[older]["reason"]
    assert rows[newer]["reason"] == f"in use instead of {older}"
    assert (rows[older]["rows_landed"], rows[older]["period"]) == (1, "fts 2023-24")
    apart = project.landing / "costs" / "accounts" / "_superseded"
    assert len(list(apart.glob("*.parquet"))) == 1
    assert not land(project).new


def test_without_the_re_issue_the_first_is_read_again(project, publishes, landed):
    publishes(FIRST, "costs-FTs-2023-24.csv")
    path = publishes(SECOND, "costs-FTs-2023-24-revised.csv")
    land(project)
    path.unlink()
    land(project)
    assert totals(landed) == ["1"]
    assert manifest(landed)["costs-FTs-2023-24.csv"]["reason"] == "in use"
    assert not list(project.landing.glob("*/*/_superseded/*"))


def test_what_is_in_the_inbox_is_read_before_what_is_bundled(project, publishes, landed):
    publishes(FIRST, "costs-FTs-2023-24.csv")
    newer = xlsx({"All data": [["Name", "Total"], ["Hull", 2]]})
    inbox = write(project.inbox / "costs-FTs-2023-24.xlsx", newer)
    assert not land(project).refused
    assert totals(landed) == ["2"]
    inbox.unlink()
    land(project)
    assert totals(landed) == ["1"]


def test_a_revised_bundled_file_goes_before_a_first_issue_in_the_inbox(project, publishes, landed):
    publishes(SECOND, "costs-FTs-2023-24-revised.csv")
    write(project.inbox / "costs-FTs-2023-24.csv", FIRST)
    assert not land(project).refused
    assert totals(landed) == ["2"]


def test_two_files_of_a_period_without_an_order_are_refused(project, publishes, landed):
    publishes(FIRST, "costs-FTs-2023-24.csv")
    publishes(xlsx({"All data": [["Name", "Total"], ["Hull", 2]]}), "costs-FTs-2023-24.xlsx")
    for _ in range(2):
        refused = land(project).refused
        assert "is of the same period (fts 2023-24), and nothing says" in str(refused[0])
        assert totals(landed) == ["1"]


def test_periods_inside_a_file_count_too(project, publishes, landed):
    publishes("Year,Stays\n2022-23,1\n2023-24,2\n", "stays.csv")
    write(project.inbox / "stays-2023-24.csv", "Year,Stays\n2023-24,3\n")
    refused = [str(error) for error in land(project).refused]
    assert len(refused) == 1
    assert "would take the place of stays.csv but lacks 2022-23" in refused[0]
    assert [row["stays"] for row in landed("stays.monthly")] == ["1", "2"]


def test_the_same_file_in_two_folders_is_refused(project, publishes, landed):
    publishes(FIRST, "costs-FTs-2023-24.csv")
    write(project.inbox / "costs-FTs-2023-24.csv", FIRST)
    assert "the same byte for byte" in str(land(project).refused[0])
    assert totals(landed) == ["1"]
