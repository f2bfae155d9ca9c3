"""What the benchmarks write is what the publications look like, and the same each time."""

import sys
from pathlib import Path

import duckdb
import pytest

from built_database import open_bundled

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "benchmarks"))

workbook = pytest.importorskip("workbook")
lookups = pytest.importorskip("lookups")
openpyxl = pytest.importorskip("openpyxl")

ALL_DATA = """
create table all_data as
select r, name as "OrganisationName", place as "TableID", total as "Total"
from (values
    (1, 'A & B <NHS> Trust', 12::bigint, 3.5::double), (2, null, 13, -1), (3, 'Mid', null, 1200000)
) as cells (r, name, place, total)
"""


@pytest.fixture
def connection():
    with duckdb.connect() as made:
        made.execute(ALL_DATA)
        made.execute("create table providers as select 1 as r, 'R0A' as \"NHS code\"")
        yield made


def test_a_workbook_holds_the_rows_and_is_the_same_each_time(connection, tmp_path):
    sheets = [
        workbook.Sheet("List of Providers", "providers"),
        workbook.Sheet("All data", "all_data"),
    ]
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        workbook.write_workbook(connection, path, sheets)
    book = openpyxl.load_workbook(paths[0])
    assert book.sheetnames == ["List of Providers", "All data"]
    assert list(book["All data"].values) == [
        ("OrganisationName", "TableID", "Total"),
        ("A & B <NHS> Trust", 12, 3.5),
        (None, 13, -1),
        ("Mid", None, 1200000),
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_each_of_the_ten_lookups_finds_rows():
    queries = lookups.queries()
    assert len(queries) == 10
    with open_bundled() as built:
        built.execute("use marts")
        empty = [name for name, query in queries.items() if not built.execute(query).fetchall()]
    assert empty == []
