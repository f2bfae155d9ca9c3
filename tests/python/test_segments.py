"""Segments against a second computation, on the bundled files and on small ones landed beside."""

from __future__ import annotations

import csv
import random
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import recompute
import recompute_segments as again
from built_database import PROJECT, RETURNS
from built_elsewhere import TESTED, build_with
from test_recomputed_marts import assert_published, bases, of_year

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

YEAR = recompute.YEAR
WANTED = ("trust_segment_cost", "person_segment_spend", "segment_variation")
GAPS = ["gap_to_peers_gbp", "mix_effect_gbp", "unit_cost_effect_gbp"]
# a gap is a difference of hundreds of millions: what rounding leaves of it, in pounds
ROUNDING_GBP = 1e-3
HEADER = [
    *("Provider Code", "Department Code", "Service code", "Currency code", "Mapping Pot"),
    *("Activity", "MFFd Actual Cost", "MFFd Expected Cost"),
]
# trusts of several types, one alone of its; RAP, which joined RAL within the year; and RXX, which
# is none of the cohort
PROVIDERS = ["R0A", "RJ1", "RFF", "RCD", "R0B", "RAL", "RAP", "RTG", "RXX"]
# as the organisation file has them: a known code, an unknown one with a telling pot, or words
RECORDED = [
    ("EL", "", "HN22A", "01_EI"),
    ("NEL", "", "EB03A", "02_NEI"),
    ("NEL", "", "AA35A", "02_NEI"),
    ("X9", "", "NZ30C", "02_NEI"),
    ("X9", "", "HN22A", "01_EI"),
    ("X9", "", "HN22A", "13_OTHER"),
    ("Daycase", "", "SB12Z", "APC"),
    ("Daycase", "", "JC43B", "APC"),
    ("Consultant Led", "370", "WF01A", "05_OP"),
    ("Consultant Led", "320", "WF01A", "05_OP"),
    ("Consultant Led", "", "WF01B", "05_OP"),
    ("Emergency Care", "", "VB08Z", "11_A&E"),
    ("Critical care", "", "XC06Z", "12_CC"),
    ("High Cost Drugs", "", "HCDr", "14_OTHER"),
]
PEOPLE = [
    *(("long-term conditions", f"L{i}", "Renal Dialysis", "LD01A", 100) for i in range(12)),
    *(("long-term conditions", f"L{i}", "Daycase", "SB12Z", 50) for i in range(9)),
    *(("long-term conditions", f"L{i}", "Emergency Care", "VB08Z", 10) for i in range(7)),
    *(("generally well", f"W{i}", "Emergency Care", "VB08Z", 10) for i in range(20)),
]


def assert_segments(marts: duckdb.DuckDBPyConnection, recomputed: pd.DataFrame) -> None:
    """Costs agree as everywhere; gaps, differences of larger figures, to a tenth of a penny."""
    keys = ["trust_code", "segment"]
    assert_published(marts, recomputed.drop(columns=GAPS), "trust_segment_cost", keys)
    query = "select * from marts.trust_segment_cost"
    published = marts.execute(query).df().set_index(keys).reindex(recomputed.index)
    for column in GAPS:
        ours = recomputed[column].astype(float)
        assert (ours.isna() == published[column].isna()).all(), column
        assert (ours - published[column]).abs().max() < ROUNDING_GBP, column


def test_every_currency_of_both_schedules_has_one_rule_and_it_is_this_one(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """The rule and segment of each of 24,665 rows."""
    keys = ["financial_year", "department_code", "currency_code"]
    ours = again.schedule(RETURNS).set_index(keys)[["setting", "rule_priority", "segment"]]
    assert len(ours) == 13_362 + 11_303
    assert ours.notna().all(axis=None)
    assert_published(marts, ours, "segment_map", keys)


def test_segments_of_england(marts: duckdb.DuckDBPyConnection) -> None:
    """Cost, share and activity, and the whole to the pound."""
    assert_published(
        marts, again.segment_spend(RETURNS), "segment_spend", ["financial_year", "segment"]
    )
    totals = marts.execute(
        "select financial_year, sum(cost_gbp) from marts.segment_spend group by all"
    ).fetchall()
    published = again.schedule(RETURNS).groupby("financial_year")["cost"].sum()
    assert len(totals) == 2
    assert all(abs(cost - published[year]) < 1 for year, cost in totals)


def test_settings_and_unit_costs_of_england(marts: duckdb.DuckDBPyConnection) -> None:
    """Where each segment's care takes place and what a unit costs."""
    rows = again.segment_setting_spend(RETURNS)
    assert_published(marts, rows, "segment_setting_spend", ["financial_year", "segment", "setting"])


def test_what_is_outside_episodes_or_not_assignable_is_under_15_per_cent(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """In 2024-25; in 2023-24 clinic attendances without a treatment function alone are 13%."""
    shares = dict(
        marts.execute(
            "select financial_year, outside_episodes_share + not_assignable_share "
            "from intermediate.int_segments__findings"
        ).fetchall()
    )
    assert shares["2024-25"] == pytest.approx(0.102, abs=5e-4)
    assert shares["2023-24"] == pytest.approx(0.185, abs=5e-4)
    attendances = marts.execute(
        "select sum(cost_gbp) from marts.segment_map where financial_year = '2023-24' "
        "and currency_code like 'WF0%' and segment = 'not assignable'"
    ).fetchone()
    assert attendances[0] == pytest.approx(12.89e9, abs=5e6)


@bases
def test_trusts_by_pot(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Bundled: the finest level is the pot, and the mart says so."""
    rows = again.trust_segments(RETURNS, again.pots_as_segments(RETURNS), basis)
    assert_segments(marts, rows.assign(level="pot", financial_year=YEAR))


@bases
def test_gaps_for_as_many_contacts(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Case mix and unit cost of each trust with a return of every kind of contact."""
    ours = again.trust_cost_gap(RETURNS, basis)
    effects = ["gap_to_peers_gbp", "case_mix_effect_gbp", "unit_cost_effect_gbp"]
    assert_published(
        marts, ours.drop(columns=effects), "trust_cost_gap", ["trust_code"], of_year(YEAR)
    )
    query = f"select * from marts.trust_cost_gap where {of_year(YEAR)}"
    published = marts.execute(query).df().set_index("trust_code").reindex(ours.index)
    assert ours["gap_to_peers_gbp"].notna().sum() > 90
    for column in effects:
        assert (ours[column].isna() == published[column].isna()).all(), column
        assert (ours[column] - published[column]).abs().max() < ROUNDING_GBP, column


@bases
def test_value_of_pots(marts: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Expected cost at its quality over actual cost, where a measure stands for the outcome."""
    rows = again.segment_value(RETURNS, basis)
    assert_published(marts, rows, "segment_value", ["trust_code", "segment"], of_year(YEAR))


def test_every_rule_is_argued_with_its_money_in_the_docs(marts: duckdb.DuckDBPyConnection) -> None:
    """docs/segments.md covers each rule of the seed, and its £m are those of the mart."""
    text = (PROJECT / "docs" / "segments.md").read_text(encoding="utf-8")
    rows = re.findall(r"^[|] ([0-9]+)(?:–([0-9]+))? [|].*[|] ([0-9,]+) [|]$", text, re.MULTILINE)
    costs = dict(
        marts.execute(
            "select rule_priority, sum(cost_gbp) from marts.segment_map "
            "where financial_year = '2024-25' group by all"
        ).fetchall()
    )
    argued = set()
    for first, last, shown in rows:
        taken = set(range(int(first), int(last or first) + 1))
        found = sum(cost for rule, cost in costs.items() if rule in taken)
        assert f"{found / 1e6:,.0f}" == shown, f"rules {first} to {last}"
        assert not argued & taken, f"rules {first} to {last} are argued twice"
        argued |= taken
    assert {rule["priority"] for rule in again.rules()} - argued == set()


def test_the_figures_of_the_docs_are_those_of_the_marts(marts: duckdb.DuckDBPyConnection) -> None:
    """The table of segments in docs/segments.md, and the trust that it takes as an example."""
    text = (PROJECT / "docs" / "segments.md").read_text(encoding="utf-8")
    spend = marts.execute("select * from marts.segment_spend").df()
    wide = spend.pivot_table(
        index=["segment", "covers"], columns="financial_year", values=["cost_gbp", "cost_share"]
    )
    for (segment, covers), row in wide.iterrows():
        figures = [
            f"{row['cost_gbp', year] / 1e9:.2f} | {row['cost_share', year] * 100:.1f}"
            for year in ("2024-25", "2023-24")
        ]
        assert f"| {segment} | {' | '.join(figures)} | {covers} |" in text
    assert f"£{spend.query('financial_year == @YEAR')['cost_gbp'].sum():,.0f} in 2024-25" in text
    gap, case_mix, unit_cost = marts.execute(
        "select gap_to_peers_gbp / 1e6, case_mix_effect_gbp / 1e6, unit_cost_effect_gbp / 1e6 "
        "from marts.trust_cost_gap where trust_code = 'R1H'"
    ).fetchone()
    assert f"£{gap:.0f}m more than its type" in text
    assert f"explain £{case_mix:.0f}m" in text
    assert f"pays £{-unit_cost:.0f}m" in text


def write_organisation_file(path: Path) -> pd.DataFrame:
    """A small organisation file; its records."""
    chance = random.Random(6)  # noqa: S311 - made-up figures, the same each time
    records = []
    for provider in PROVIDERS:
        for department, service, currency, pot in RECORDED:
            # some trusts lack some care
            if chance.random() < 0.8:
                expected = chance.randint(100_000, 9_000_000)
                actual = round(expected * chance.uniform(0.8, 1.4), 2)
                count = chance.randint(1, 5000)
                records.append(
                    [provider, department, service, currency, pot, count, actual, expected]
                )
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *records])
    return pd.DataFrame(records, columns=HEADER)


def write_people(path: Path) -> None:
    """A small made-up file of linked data."""
    header = ["Person Key", "Person Segment", "Provider Code", "Department Code", "Currency Code"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*header, "Activity", "Cost"])
        for segment, person, department, currency, cost in PEOPLE:
            writer.writerow([person, segment, "R0A", department, currency, 1, cost])


@pytest.fixture(scope="module")
def landed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, pd.DataFrame]]:
    """A build with both files landed, of what hangs on them, with its data tests; the records."""
    written = []

    def publish(inbox: Path) -> None:
        written.append(write_organisation_file(inbox / "NCC_FY2024-25_Org_File2.csv"))
        write_people(inbox / "person-segments_qxx_2024-25.csv")

    root = tmp_path_factory.mktemp("segments") / "project"
    with build_with(root, publish, WANTED, TESTED) as built:
        yield built, written[0]


def test_trusts_by_segment_once_the_organisation_file_is_landed(
    landed: tuple[duckdb.DuckDBPyConnection, pd.DataFrame],
) -> None:
    """The same models, at level segment: every cost, share, index and effect."""
    built, records = landed
    reported = again.records_as_segments(RETURNS, records)
    rows = again.trust_segments(RETURNS, reported, recompute.LATEST)
    assert {"cancer", "urgent episodic", "not assignable"} <= set(reported["segment"])
    assert_segments(built, rows.assign(level="segment", financial_year=YEAR))


def test_a_trust_alone_of_its_type_has_no_peers_and_no_gap(
    landed: tuple[duckdb.DuckDBPyConnection, pd.DataFrame],
) -> None:
    """Null, not zero."""
    built, _ = landed
    alone = built.execute(
        "select count(*), count(gap_to_peers_gbp), count(unit_cost_index) "
        "from marts.trust_segment_cost where peer_trusts = 0"
    ).fetchone()
    assert alone[0] > 0
    assert alone[1] == 0
    assert alone[2] > 0


def test_treatment_function_and_pot_place_what_a_currency_alone_does_not(
    landed: tuple[duckdb.DuckDBPyConnection, pd.DataFrame],
) -> None:
    """A clinic by its treatment function; a stay in an unknown department by its pot."""
    built, _ = landed
    placed = built.execute(
        "select department_code, treatment_function, currency_code, mapping_pot, segment "
        "from intermediate.int_segments__map where found_in = 'organisation file'"
    ).fetchall()
    segments = {row[:4]: row[4] for row in placed}
    assert segments["Consultant Led", "370", "WF01A", "05_OP"] == "cancer"
    assert segments["Consultant Led", "", "WF01B", "05_OP"] == "not assignable"
    assert segments["X9", "", "HN22A", "01_EI"] == "planned episodic"
    assert segments["X9", "", "HN22A", "13_OTHER"] == "not assignable"
    assert segments["X9", "", "NZ30C", "02_NEI"] == "maternity and newborn"


def test_people_are_counted_once_and_small_numbers_are_withheld(
    landed: tuple[duckdb.DuckDBPyConnection, pd.DataFrame],
) -> None:
    """Twelve people on dialysis, nine of them with chemotherapy, seven of them in A&E."""
    built, _ = landed
    found = built.execute(
        "select icb_code, person_segment, care_segment, people_in_segment_count, people_count, "
        "cost_gbp, cost_per_person_gbp, status from marts.person_segment_spend order by 2, 3"
    ).fetchall()
    assert found == [
        ("QXX", "generally well", "urgent episodic", 20, 20, 200.0, 10.0, "published"),
        ("QXX", "long-term conditions", "cancer", 12, 9, 450.0, 37.5, "published"),
        ("QXX", "long-term conditions", "long-term conditions", 12, 12, 1200.0, 100.0, "published"),
        ("QXX", "long-term conditions", "urgent episodic", None, None, None, None, "suppressed"),
    ]


def test_without_linked_data_there_are_no_people(marts: duckdb.DuckDBPyConnection) -> None:
    """The bundled returns have none, and the mart is empty."""
    assert marts.execute("select count(*) from marts.person_segment_spend").fetchone() == (0,)
