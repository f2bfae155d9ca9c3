"""Returns as thin as one region's first: no mart says infinity, and nothing stops the build."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from built_database import PROJECT
from built_elsewhere import BARE, build_models, copy_checkout, trust_value

PARSED = Path("target") / "partial_parse.msgpack"
# three trusts of the North West, and the names that their accounts are under
KEPT = {
    "R0A": "Manchester University NHS Foundation Trust",
    "RM3": "Northern Care Alliance NHS Foundation Trust",
    "RWJ": "Stockport NHS Foundation Trust",
}
# what is nought: in which files, of which trust (or all of them), in which columns
NOUGHTS = [
    ("shmi/*", "R0A", ["OBSERVED", "EXPECTED"]),
    ("readmissions/*", "R0A", ["Numerator", "Expected"]),
    ("catchment/*populations*", "R0A", ["All admissions", "Emergency admissions"]),
    ("catchment/*shares*", "R0A", ["proportion_trust_came_from_ltla"]),
    ("mff/*", None, ["MFF"]),
    ("deflators/*", None, ["GDP deflator (2024-25 = 100)"]),
    ("ncc/*schedule*2023-24*", None, ["Total cost"]),
    # more within 4 hours than came
    ("ae/2023-24/*", "RWJ", ["A&E attendances Type 1"]),
]


def trust_codes() -> set[str]:
    """Of every trust that the organisation file knows."""
    [path] = (PROJECT / "data" / "returns" / "ods").glob("etr.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row[0] for row in csv.reader(stream)}


def thin_out(path: Path, others: set[str]) -> None:
    """Leaves what is of the kept trusts, or of none; a file without any of it goes."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    rows = [row for row in rows if not any(cell.split("-")[0] in others for cell in row)]
    if path.name.startswith(("TAC_FTs", "TAC_Trusts")):
        rows = [row for row in rows if row[0] in KEPT.values()]
    for pattern, trust, columns in NOUGHTS:
        if path.match(pattern):
            places = [header.index(name) for name in columns]
            for row in rows:
                if trust is None or trust in row:
                    for place in places:
                        row[place] = "0"
    path.unlink()
    if rows:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """The whole project built from three trusts, with noughts in most denominators."""
    root = tmp_path_factory.mktemp("thin") / "project"
    copy_checkout(root)
    # what dbt read of the same files before saves it reading them again
    if (PROJECT / PARSED).exists():
        (root / PARSED).parent.mkdir()
        shutil.copy(PROJECT / PARSED, root / PARSED)
    others = trust_codes() - set(KEPT)
    for path in sorted((root / "data" / "returns").rglob("*.csv")):
        if path.parent.name != "ods":
            thin_out(path, others)
    done = trust_value(root, "land")
    assert done.returncode == 0, done.stdout + done.stderr
    connection = build_models(root, "*", options=BARE)
    yield connection
    connection.close()


def test_there_is_little_and_not_nothing(warehouse):
    found = warehouse.execute(
        "select distinct trust_code from marts.value_index order by 1"
    ).fetchall()
    # R0A has no expected deaths and so no value
    assert found == [("RM3",), ("RWJ",)]
    [(trusts,)] = warehouse.execute(
        "select count(distinct trust_code) from marts.trust_spend_total "
        "where operating_expenditure_gbp > 0 and operating_expenditure_real_gbp is null"
    ).fetchall()
    assert trusts == len(KEPT)


def test_no_mart_says_infinity_or_not_a_number(warehouse):
    columns = warehouse.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and data_type in ('DOUBLE', 'VARCHAR')"
    ).fetchall()
    assert len({table for table, _, _ in columns}) > 40
    wrong = []
    for table, column, kind in columns:
        test = f"not isfinite({column})"
        if kind == "VARCHAR":
            test = f"regexp_matches({column}, '\\b(inf|nan)\\b')"
        [(count,)] = warehouse.execute(
            f"select count(*) from marts.{table} where {test}"
        ).fetchall()
        if count:
            wrong.append((table, column, count))
    assert wrong == []
