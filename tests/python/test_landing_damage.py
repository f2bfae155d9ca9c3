"""Damaged copies of every format land, are refused or are unknown; never anything else.

The copies are the same in each run. `TRUST_VALUE_DAMAGED=20000` makes so many of them, and
`TRUST_VALUE_DAMAGED_SEED=7` others.
"""

import os
import random
import shutil

import pytest

from built_database import RETURNS
from built_elsewhere import copy_declarations
from damage import damaged, flipped
from files_to_publish import archive, xls, xlsb, xlsx
from trust_value.landing.land import land
from trust_value.project import Project

COPIES = int(os.environ.get("TRUST_VALUE_DAMAGED", "500"))
SEED = int(os.environ.get("TRUST_VALUE_DAMAGED_SEED", "1"))
ROWS = [[f"Trust {number}", number * 7.25] for number in range(40)]
ACCOUNTS = {"About": [["notes"]], "All data": [["Name", "Total"], *ROWS]}
TEXT = "Name,Total\n" + "".join(f'"{name}",{total}\n' for name, total in ROWS)
MADE = {
    "xlsx": xlsx(ACCOUNTS), "xls": xls(ACCOUNTS), "xlsb": xlsb(ACCOUNTS), "csv": TEXT.encode(),
    "zip": archive({"costs.csv": TEXT, "about.pdf": "x"}),
}  # fmt: skip
GOOD, BATCH = "Name,Total\nHull,1\nYork,2\n", 50


def accounted(names: dict[str, bytes], result) -> dict[str, str]:
    """What came of each damaged file."""
    refused = {error.file for error in result.refused}
    unknown = {path.name for path, _ in result.unknown}
    landed = {entry.file_name for entry in result.in_use}
    came = {}
    for name in names:
        found = [name in each for each in (landed, refused, unknown)]
        assert sum(found) == 1, (name, found)
        came[name] = ("landed", "refused", "unknown")[found.index(True)]
    return came


def batches(number: int):
    return [range(start, min(start + BATCH, number)) for start in range(0, number, BATCH)]


@pytest.mark.parametrize("numbers", batches(COPIES * 3 // 5), ids=lambda each: str(each[0]))
def test_damaged_made_up_files_cost_themselves_alone(project, publishes, landed, numbers):
    names, kinds = {}, list(MADE)
    for number in numbers:
        chance = random.Random(f"{SEED} {number}")  # noqa: S311 - the same in each run
        kind = kinds[number % len(kinds)]
        # only the year tells the copies apart
        name = f"costs-FTs-{2000 + number % BATCH}-{(number % BATCH + 1) % 100:02}.{kind}"
        names[name] = damaged(MADE[kind], kind, chance)
        publishes(names[name], name)
    publishes(GOOD, "costs-Trusts-2023-24.csv")
    came = accounted(names, land(project))
    good = [row for row in landed("costs.accounts") if row["_file"] == "costs-Trusts-2023-24.csv"]
    assert [row["total"] for row in good] == ["1", "2"]
    assert "refused" in came.values()


@pytest.mark.parametrize("numbers", batches(COPIES // 5), ids=lambda each: str(each[0]))
def test_what_lands_of_a_workbook_with_right_checksums_is_what_was_in_it(
    project, publishes, landed, numbers
):
    names = {}
    for number in numbers:
        chance = random.Random(f"{SEED} flipped {number}")  # noqa: S311 - the same in each run
        kind = ("xlsx", "xlsb", "zip")[number % 3]
        name = f"costs-FTs-{2000 + number % BATCH}-{(number % BATCH + 1) % 100:02}.{kind}"
        names[name] = flipped(MADE[kind], chance)
        publishes(names[name], name)
    accounted(names, land(project))
    by_file: dict[str, list] = {}
    for row in landed("costs.accounts"):
        by_file.setdefault(row["_file"], []).append((row["organisation"], float(row["total"])))
    for name, rows in by_file.items():
        assert rows == [tuple(each) for each in ROWS], name


@pytest.mark.parametrize("numbers", batches(COPIES // 5), ids=lambda each: str(each[0]))
def test_damaged_bundled_files_cost_themselves_alone(tmp_path, numbers):
    copy_declarations(tmp_path)
    project = Project(tmp_path)
    files = sorted(path for path in RETURNS.rglob("*.csv") if path.stat().st_size < 2_000_000)
    shutil.copytree(RETURNS / "ods", project.returns / "ods")
    names = {}
    for number in numbers:
        chance = random.Random(f"{SEED} bundled {number}")  # noqa: S311 - the same in each run
        path = files[chance.randrange(len(files))]
        if path.parent.name != "ods":
            names[path.name] = damaged(path.read_bytes(), "csv", chance)
            (project.returns / path.name).write_bytes(names[path.name])
    result = land(project)
    accounted(names, result)
    assert {"etr.csv", "succ.csv"} <= {entry.file_name for entry in result.in_use}
