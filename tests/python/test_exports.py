"""The exports: the same figures in every file, safe to open, and described."""

import json

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from trust_value.duck import excel_connection, literal
from trust_value.serving import workbook
from trust_value.serving.licence import LICENCE_URL
from trust_value.serving.publish import publish

AWKWARD = [
    "=1+1", "+44", "-5", "@cmd", " =1+1", "\tx", "\rx", "＝1+1", 'say "hi", twice', "two\nlines",
    "£400–600m", "a<b>&c", " spaced ", "", "\x07bell", "x=1", "R0A",
]  # fmt: skip
FORMULAS = AWKWARD[:8]


@pytest.fixture
def release(project, green):
    """A publication of a mart with every type and awkward texts, and of one that has no rows."""
    project.database.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(project.database)) as warehouse:
        warehouse.execute("create schema marts")
        warehouse.execute(
            "create table marts.value_index (trust_code varchar not null, said varchar, "
            "value double, trusts bigint, band integer, is_carried boolean, on_day date, "
            "landed_at timestamp)"
        )
        rows = [
            (f"R{place:02d}", text, -place - 1 / 3, 10**15 + place, -place, place % 2 == 0,
             "1899-12-31", "2024-02-29 12:30:15")
            for place, text in enumerate(AWKWARD)
        ]  # fmt: skip
        rows.append(("R99", None, None, None, None, None, None, None))
        rows.append(("R98", None, float("nan"), None, None, None, None, None))
        # written backwards: exports stand in the order of the key
        warehouse.executemany(
            "insert into marts.value_index values (?, ?, ?, ?, ?, ?, ?, ?)", rows[::-1]
        )
        warehouse.execute("create table marts.nothing (trust_code varchar)")
        for column, about in {
            "value": "Value (£ per £1,000)", "trusts": "Trusts (count)", "band": "1 to 3 (band)"
        }.items():  # fmt: skip
            warehouse.execute(f"comment on column marts.value_index.{column} is '{about}'")
    green(1)
    publish(project)
    return project.serve / "current"


def texts(found):
    return dict(zip(found["trust_code"], found["said"], strict=True))


def test_text_that_a_spreadsheet_would_calculate_is_guarded_and_numbers_stay_numbers(release):
    raw = (release / "csv" / "value_index.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbftrust_code,said,value")
    said = texts(pd.read_csv(release / "csv" / "value_index.csv", keep_default_na=False))
    for place, text in enumerate(AWKWARD):
        # read with universal newlines
        expected = ("'" if text in FORMULAS else "") + text.replace("\r", "\n")
        assert said[f"R{place:02d}"].replace("\r", "\n") == expected
    numbers = pd.read_csv(release / "csv" / "value_index.csv")
    assert numbers["value"].iloc[3] == -3 - 1 / 3
    assert numbers["band"].iloc[3] == -3


def test_csv_reads_alike_in_duckdb_and_pandas(release):
    path = release / "csv" / "value_index.csv"
    by_duckdb = duckdb.sql(f"select trust_code, trusts from read_csv('{path}')").fetchall()
    by_pandas = pd.read_csv(path)
    assert [code for code, _ in by_duckdb] == list(by_pandas["trust_code"]) != []
    assert by_duckdb[3][1] == by_pandas["trusts"].iloc[3] == 10**15 + 3


def test_parquet_says_its_licence_build_and_columns(release):
    path = release / "parquet" / "value_index.parquet"
    query = f"select key::varchar, value::varchar from parquet_kv_metadata('{path}')"
    metadata = dict(duckdb.sql(query).fetchall())
    assert metadata["licence"] == LICENCE_URL
    assert metadata["build_id"] == "00000001"
    assert metadata["contract_version"] == "2"
    # DuckDB shows bytes beyond ASCII as \x.. in the text of a blob
    assert "[text]" in metadata["columns"]
    codecs = f"select distinct compression from parquet_metadata('{path}')"
    assert duckdb.sql(codecs).fetchall() == [("ZSTD",)]
    codes = duckdb.sql(f"select trust_code from '{path}'").fetchall()
    assert codes == sorted(codes)


def test_the_workbook_opens_in_another_reader_with_every_cell_as_it_is(release):
    book = openpyxl.load_workbook(release / "trust_value.xlsx")
    assert book.sheetnames == ["Contents", "Columns", "Notes", "Licence", "nothing", "value_index"]
    rows = list(book["value_index"].iter_rows(min_row=2))
    assert len(rows) == len(AWKWARD) + 2
    for place, (text, row) in enumerate(zip(AWKWARD, rows, strict=False)):
        code, said, value, trusts, band, is_carried, on_day, landed_at = row
        assert code.value == f"R{place:02d}"
        # what XML cannot hold is written as Excel writes it
        shown = text.replace("\x07", "_x0007_").replace("\r", "_x000D_")
        assert (said.value or "") == shown
        assert said.data_type in ("s", "inlineStr", "n")
        assert value.value == pytest.approx(-place - 1 / 3, rel=1e-15)
        assert (trusts.value, band.value) == (10**15 + place, -place)
        assert is_carried.value is (place % 2 == 0)
        assert str(landed_at.value) == "2024-02-29 12:30:15"
        assert (value.number_format, trusts.number_format) == ("#,##0.0", "#,##0")
        assert on_day.is_date
    assert [cell.value for cell in rows[-1][1:]] == [None] * 7
    sheet = book["value_index"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:H{len(rows) + 1}")
    assert sheet["A1"].font.bold


def test_the_contents_lead_to_each_sheet_and_the_licence_is_there(release):
    book = openpyxl.load_workbook(release / "trust_value.xlsx")
    links = {cell.value: cell.hyperlink.location for row in book["Contents"].iter_rows()
             for cell in row if cell.hyperlink}  # fmt: skip
    assert links == {"nothing": "'nothing'!A1", "value_index": "'value_index'!A1"}
    assert any(LICENCE_URL in str(row[0]) for row in book["Licence"].iter_rows(values_only=True))
    described = list(book["Columns"].iter_rows(values_only=True))
    assert ("value_index", "value", "£ per £1,000", "double", "Value (£ per £1,000)") in described


def test_the_workbook_reads_alike_in_duckdb(release):
    query = (
        f"select * from read_xlsx({literal(release / 'trust_value.xlsx')}, sheet = 'value_index')"
    )
    rows = excel_connection().execute(query).fetchall()
    assert rows[3][:4] == ("R03", "@cmd", pytest.approx(-3 - 1 / 3, rel=1e-15), 10**15 + 3)


def test_the_workbook_reads_alike_in_polars(release):
    sheet = pl.read_excel(release / "trust_value.xlsx", sheet_name="value_index")
    assert sheet["trust_code"].to_list()[:2] == ["R00", "R01"]
    assert sheet["said"].to_list()[0] == "=1+1"
    assert sheet["trusts"].to_list()[3] == 10**15 + 3
    assert str(sheet["landed_at"].to_list()[0]) == "2024-02-29 12:30:15"


def test_a_mart_too_long_for_a_sheet_is_named_with_its_csv(project, builds, monkeypatch):
    monkeypatch.setattr(workbook, "ROWS_IN_A_SHEET", 0)
    builds(1)
    publish(project)
    book = openpyxl.load_workbook(project.serve / "current" / "trust_value.xlsx")
    assert book.sheetnames == ["Contents", "Columns", "Notes", "Licence"]
    last = list(book["Contents"].iter_rows(values_only=True))[-1]
    assert last[0] == "value_index"
    assert "csv/value_index.csv (too long" in last[4]


def test_the_package_describes_each_file_and_column(release):
    package = json.loads((release / "datapackage.json").read_text())
    assert package["licenses"][0]["path"] == LICENCE_URL
    resource = package["resources"][1]
    assert (release / resource["path"]).stat().st_size == resource["bytes"]
    assert resource["schema"]["primaryKey"] == ["trust_code"]
    assert resource["contract_version"] == 2
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert list(fields) == list(pd.read_csv(release / resource["path"]).columns)
    assert fields["trust_code"]["constraints"] == {"required": True}
    assert fields["value"] == {
        "name": "value", "type": "number", "description": "Value (£ per £1,000)",
        "unit": "£ per £1,000",
    }  # fmt: skip
