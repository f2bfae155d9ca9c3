"""Workbooks and archives: every cell as published, and where it stood."""

import io
import zipfile

import pytest

from files_to_publish import archive, xls, xlsb, xlsx
from trust_value.landing.land import land

ACCOUNTS = [
    [None, None, None],
    [None, "Accounts of all trusts", None],
    [None, None, None],
    [None, "Name", "Total"],
    [None, "Barnsley", 1013602.123456789],
    [None, "007", "#N/A"],
    [None, None, None],
    [None, "Leeds", 0.00000000012345],
    [None, "York", "£1,234"],
    [None, "Hull", 12],
]
PROVIDERS = [["Full name", "NHS code"], ["Barnsley Hospital", "RFF"]]
KINDS = {"xlsx": xlsx, "xls": xls, "xlsb": xlsb}


def rows(found, *columns):
    return [tuple(row[column] for column in columns) for row in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_lands_to_the_last_digit_with_its_rows(project, publishes, landed, kind):
    content = KINDS[kind]({"Notes": [["about"]], "All Data": ACCOUNTS})
    publishes(content, f"costs-FTs-2023-24.{kind}")
    assert not land(project).refused
    found = {row["organisation"]: row for row in landed("costs.accounts")}
    assert {name: row["_row"] for name, row in found.items()} == {
        "Barnsley": 5, "007": 6, "Leeds": 8, "York": 9, "Hull": 10
    }  # fmt: skip
    totals = {name: row["total"] for name, row in found.items()}
    assert float(totals["Barnsley"]) == 1013602.123456789
    assert float(totals["Leeds"]) == 0.00000000012345
    assert (totals["007"], totals["York"], totals["Hull"]) == ("#N/A", "£1,234", "12")
    row = found["Hull"]
    assert (row["_file"], row["_sheet"]) == (f"costs-FTs-2023-24.{kind}", "All Data")
    assert (row["_sector"], row["_year"]) == ("FTs", "2023-24")


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_lands_each_of_its_tables(project, publishes, landed, kind):
    content = KINDS[kind]({"All data": ACCOUNTS, "List of Providers": PROVIDERS})
    publishes(content, f"costs-FTs-2023-24.{kind}")
    result = land(project)
    assert sorted(entry.table_name for entry in result.new) == ["accounts", "providers"]
    assert rows(landed("costs.providers"), "organisation", "trust_code", "_row") == [
        ("Barnsley Hospital", "RFF", 2)
    ]
    assert not land(project).new


def test_group_headers_are_put_before_the_columns_below_them(project, publishes, landed):
    publishes(
        xlsx({"NHS Trust": [
            [None, None, "Available", None, "Occupied", None],
            ["Year", "Org Code", "Total ", "Maternity", "Total ", "Maternity"],
            ["2024-25", "RFF", 400, 30, 380, 20],
        ]}),
        "groups.xlsx",
    )  # fmt: skip
    assert not land(project).refused
    found = landed("groups.quarterly")
    assert rows(found, "org_code", "available", "occupied", "_row") == [("RFF", "400", "380", 3)]


def test_members_of_an_archive_land_under_their_own_names(project, publishes, landed):
    text = "Org Code,Available\nR0A,1\n"
    content = {
        "a/beds-2023-24.csv": text, "b/beds-2024-25.csv": text.replace("1", "2"),
        "costs-FTs-2023-24.xlsx": xlsx({"All data": ACCOUNTS}), "about.pdf": "x",
    }  # fmt: skip
    publishes(archive(content), "everything.zip")
    result = land(project)
    assert not result.refused
    assert sorted(rows(landed(), "_year", "available", "_file", "_sheet")) == [
        ("2023-24", "1", "everything.zip", "a/beds-2023-24.csv"),
        ("2024-25", "2", "everything.zip", "b/beds-2024-25.csv"),
    ]
    assert landed("costs.accounts")[0]["_sheet"] == "costs-FTs-2023-24.xlsx: All data"
    assert not land(project).new


def test_an_archive_is_known_by_its_own_name_as_well(project, publishes, landed):
    publishes(archive({"export.csv": "Name,Total\nHull,1\n"}), "costs-FTs-2023-24.zip")
    assert not land(project).refused
    assert landed("costs.accounts")[0]["_year"] == "2023-24"


def test_an_archive_without_a_known_table_is_left(project, publishes):
    publishes(archive({"export.csv": "Name,Total\nHull,1\n"}), "export.zip")
    assert [path.name for path, _ in land(project).unknown] == ["export.zip"]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_sheet_that_is_damaged_inside_is_refused_whole(project, publishes, landed, share):
    rows = [[f"Trust {number * 7919 % 104729}", number * 104729 % 7919] for number in range(60000)]
    content = xlsx({"All data": [["Name", "Total"], *rows]})
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        member = made.getinfo("xl/worksheets/sheet1.xml")
    assert member.file_size > 1 << 20
    place = member.header_offset + 60 + int(member.compress_size * share)
    publishes(content[:place] + bytes(40) + content[place + 40 :], "costs-FTs-2023-24.xlsx")
    publishes("Name,Total\nHull,1\n", "costs-FTs-2022-23.csv")
    (error,) = land(project).refused
    assert "costs-FTs-2023-24.xlsx, sheet All data: the sheet cannot be read (" in str(error)
    assert [row["organisation"] for row in landed("costs.accounts")] == ["Hull"]
    assert not list(project.landing.rglob("*.fresh"))


def test_a_workbook_lands_as_the_same_bytes_in_any_process(project, publishes, monkeypatch):
    for sector in ("FTs", "Trusts"):
        content = {"All data": [["Name", "Total"], *[[f"{sector} {i}", i] for i in range(3000)]]}
        publishes(xlsx(content), f"costs-{sector}-2023-24.xlsx")
    written = {}
    for limit in (0, 10**9):
        monkeypatch.setattr("trust_value.landing.workers.BYTES_FOR_A_PROCESS", limit)
        assert len(land(project).new) == 2
        folder = project.landing / "costs" / "accounts"
        written[limit] = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
        project.landing_record.unlink()
    assert written[0] == written[10**9]
