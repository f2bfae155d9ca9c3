"""The summary: told from the served file alone, within the width, loud where a mart is missing."""

from pathlib import Path

import click
import duckdb
import pytest

from trust_value.errors import TrustValueError
from trust_value.messages import WIDTH, table
from trust_value.summary import summarise

MARTS = Path(__file__).with_name("served_marts.sql").read_text(encoding="utf-8")
NAMES = [line.split()[2] for line in MARTS.splitlines() if line.startswith("create table")]


@pytest.fixture
def served(project):
    """A served file of small marts, then changed by a statement."""

    def make(change: str = "select 1"):
        release = project.serve / "releases" / "20260101T000000Z-abc"
        release.mkdir(parents=True)
        (project.serve / "current").symlink_to("releases/20260101T000000Z-abc")
        with duckdb.connect(str(release / "trust_value.duckdb")) as database:
            database.execute(MARTS)
            database.execute(change)
        return project

    return make


@pytest.mark.parametrize(
    "part",
    [
        "2024-25: 30 trusts have every return",
        "20260101T000000Z-abc",
        "1,234,567",
        "no row for this trust (R0 R1)",
        "1 (1–30)",
        "95–105",
        "£26.70bn",
        "-£223m",
        "£3.52bn",
        "11 of 18",
        "On operating spend: yes in 1 of 1 regions that can be told, of 2.",
        "£7.95bn",
        "13 (7 to 35)",
        "16 of 216",
        "C2 A claim. It is so.",
        "spend basis 60%, reference 10%, interaction 30% of its variance over 216",
        "with weights fixed a trust's index has a 95% interval of 2.3 points",
        "1 come within a quarter of the £8bn claimed",
        "serve/current/trust_value.duckdb",
    ],
)
def test_every_part_is_told(served, part):
    assert part in summarise(served()).replace("\n", " ")


def test_no_line_is_wider_than_a_page(served):
    assert max(map(len, click.unstyle(summarise(served())).splitlines())) <= WIDTH


def test_ten_highest_and_ten_lowest_stand_in_order(served):
    lines = [line for line in summarise(served()).splitlines() if "University Hospitals of" in line]
    ranks = [int(line.split()[0]) for line in lines]
    assert ranks == [*range(1, 11), *range(21, 31)]


@pytest.mark.parametrize("mart", NAMES)
def test_a_missing_mart_is_named(served, mart):
    with pytest.raises(TrustValueError, match=mart):
        summarise(served(f"drop table {mart}"))


def test_no_value_at_all_is_said(served):
    assert "No trust has a value yet" in summarise(served("delete from value_index"))


def test_nothing_published_says_what_to_do(project):
    with pytest.raises(TrustValueError, match="trust-value run"):
        summarise(project)


def test_tables_align_and_wrap_their_last_column():
    text = table(["name", "n", "why"], [("a", 1000, "word " * 30), ("bcd", None, "")])
    lines = text.splitlines()
    assert lines[1].startswith("  a     1,000  word")
    assert lines[2].startswith("               word")
    assert lines[-1] == "  bcd       –"
    assert max(map(len, lines)) <= WIDTH


def test_a_build_of_codes_as_reported_says_so(served):
    text = summarise(served("update build_manifest set codes_count_for = 'as_reported'"))
    assert "(trust_basis: as_reported)" in text.replace("\n", " ")
