"""What readers are promised of every mart: descriptions, units, keys, contracts, exposures."""

from __future__ import annotations

import copy
import json

import pytest
import yaml

from built_database import PROJECT, database_path
from contracts import MANIFEST, RELEASED, broken, built_marts, contract
from trust_value.serving.marts import Mart
from trust_value.serving.units import unit_of
from trust_value.serving.workbook import NAME_LENGTH

EXPOSURES = PROJECT / "models" / "marts" / "_marts__exposures.yml"


@pytest.fixture(scope="module")
def marts() -> list[Mart]:
    """The marts of the build; skips where there is none."""
    if not (database_path().exists() and MANIFEST.exists()):
        pytest.skip("nothing is built: run `make check-build`")
    return built_marts(database_path())


def test_every_mart_and_column_is_described(marts):
    blank = [mart.name for mart in marts if not mart.about]
    blank += [f"{mart.name}.{column.name}" for mart in marts for column in mart.columns
              if not column.about]  # fmt: skip
    assert blank == []


def test_every_column_has_a_unit(marts):
    without = [f"{mart.name}.{column.name}: {column.about}" for mart in marts
               for column in mart.columns if not column.unit]  # fmt: skip
    assert without == [], "name one of trust_value.serving.units.UNITS in brackets"


def test_every_mart_has_a_key_that_names_its_rows(marts):
    assert [mart.name for mart in marts if not mart.key] == []


def test_every_mart_has_a_sheet_of_its_own_name(marts):
    assert [mart.name for mart in marts if len(mart.name) > NAME_LENGTH] == []


@pytest.mark.parametrize(
    ("about", "unit"),
    [
        ("Mean value (£ per £1,000 of costed expenditure).", "£ per £1,000"),
        ("Spend × gap (£ a year; negative: above).", "£ a year"),
        ("Average staff (accounts, WTE).", "WTE"),
        ("Correlation with ln(spend) (−1 to 1), within.", "−1 to 1"),
        ("Place by value (rank, 1 the highest).", "rank"),
        ("Lower 95% bound (HC3).", ""),
        ("Countries (counted).", ""),
        ("", ""),
    ],
)
def test_a_unit_is_read_from_the_last_bracket_that_names_one(about, unit):
    assert unit_of(about, "DOUBLE") == unit


def test_nothing_published_breaks_a_released_contract(marts):
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    now = {mart.name: contract(mart) for mart in marts}
    assert broken(released, now) == [], "raise contract_version in the YAML of the mart"


CHANGES = {
    "a mart removed": lambda now: now.pop("value_index"),
    "a column removed": lambda now: now["value_index"]["columns"].pop("value_rank"),
    "another type": lambda now: now["value_index"]["columns"].update(value_rank="DOUBLE"),
    "another grain": lambda now: now["value_index"].update(key=["trust_code"]),
    "an older version": lambda now: now["value_index"].update(version=0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_breaking_change_needs_a_version(change):
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    now = copy.deepcopy(released)
    CHANGES[change](now)
    problems = broken(released, now)
    assert len(problems) == 1
    assert problems[0].startswith("value_index")
    if "value_index" in now:
        now["value_index"]["version"] = released["value_index"]["version"] + 1
        assert broken(released, now) == []


def test_additions_and_promises_of_no_nulls_are_free():
    released = json.loads(RELEASED.read_text(encoding="utf-8"))
    now = copy.deepcopy(released)
    now["another"] = {"version": 1, "key": [], "columns": {}}
    columns = now["value_index"]["columns"]
    columns["added"] = "DOUBLE"
    name = next(name for name, kind in columns.items() if "not null" not in kind)
    columns[name] += " not null"
    assert broken(released, now) == []


def test_the_exports_are_exposed_with_every_mart(marts):
    exposures = yaml.safe_load(EXPOSURES.read_text(encoding="utf-8"))["exposures"]
    used = {exposure["name"]: set(exposure["depends_on"]) for exposure in exposures}
    assert {"report_site", "bi_datasets", "exports"} == set(used)
    every = {f"ref('{mart.name}')" for mart in marts}
    for name in ("exports", "bi_datasets"):
        assert used[name] == every, f"list every mart under {name} in {EXPOSURES.name}"
    assert used["report_site"] <= every
