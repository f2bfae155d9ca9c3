"""Real published files, where they are at hand: beside the checkout, or where a variable says."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from built_database import PROJECT
from built_elsewhere import copy_declarations
from trust_value.landing.land import land
from trust_value.project import Project

VARIABLE = "TRUST_VALUE_SHARED"
SHARED = Path(os.environ.get(VARIABLE, PROJECT.parent / "shared")) / "returns"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Lands every file published as it is: the project, what came of it, and a way to ask."""
    files = sorted(SHARED.glob("*/as_published/*"))
    if not files:
        pytest.skip(f"no published files in {SHARED}; set {VARIABLE} to the folder that holds them")
    root = tmp_path_factory.mktemp("published")
    copy_declarations(root)
    project = Project(root)
    for file in files:
        target = project.returns / file.parts[-3] / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)

    def ask(label: str, query: str) -> list[tuple]:
        path = project.landing / label.replace(".", "/") / "*.parquet"
        landed = f"read_parquet('{path}', union_by_name = true)"
        return duckdb.sql(query.replace("LANDED", landed)).fetchall()

    return files, land(project), ask


def test_every_published_file_lands(published):
    files, result, _ = published
    assert not result.refused
    assert not result.unknown
    assert {entry.file_name for entry in result.in_use} == {file.name for file in files}


def test_beds_land_to_the_last_digit_with_their_rows(published):
    _, _, ask = published
    query = (
        "select org_name, total_available, total_occupancy, mental_illness_occupancy, _sheet, _row "
        "from LANDED where _quarter = 'Q3' and coalesce(org_code, 'R1H') = 'R1H' order by _row"
    )
    assert ask("kh03.quarterly", query) == [
        ("England", "133864.43478260867", "0.87304303964880758", "0.89607817761379527",
         "NHS Trust by Sector", 16),
        ("BARTS HEALTH NHS TRUST", "2133.2065217391305", "0.92049629308807424", "-",
         "NHS Trust by Sector", 19),
    ]  # fmt: skip


def test_rows_of_totals_land_and_agree(published):
    _, _, ask = published
    query = (
        "select count(distinct _file), count(*) filter (where upper(trim(org_code)) = 'TOTAL'), "
        "sum(cast(attendances_type_1 as bigint) * if(upper(trim(org_code)) = 'TOTAL', 1, -1)) "
        "from LANDED"
    )
    assert ask("ae.monthly", query) == [(12, 12, 0)]


def test_the_monthly_return_lands_every_level(published):
    _, _, ask = published
    query = (
        "select organisation_breakdown, count(*), count(distinct activity_month) from LANDED "
        "where organisation_breakdown in ('National', 'Provider') group by 1 order by 1"
    )
    assert ask("hes_mar.monthly", query) == [("National", 12, 12), ("Provider", 14086, 12)]
