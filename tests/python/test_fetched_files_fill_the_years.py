"""The years 2018-19 to 2024-25, the claims' among them, once what can be fetched is landed.

The files are not bundled. Ones in their layouts are made of bundled figures, those of the monthly
return a twelfth of 2024-25 a month: not the figures of those years, and enough to show what is
computed from them. Every data test runs.
"""

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest

from built_database import PROJECT, RETURNS
from built_elsewhere import build_with
from files_to_publish import archive, write
from trust_value.fetching.catalogue import read_catalogue

FIRST_MONTHS = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LAST_MONTHS = ["Jan", "Feb", "Mar"]
STARTS = range(2018, 2025)
HEADER = [
    *("Financial Year", "Reporting Period", "Activity Month", "Organisation breakdown"),
    *("Org Code", "Org Name", "Region Code", "Region Name"),
    *("All specialties: Ordinary Elective", "All specialties: Daycase Elective"),
    *("All specialties: Elective total", "All specialties: Non-Elective"),
    *("All specialties: First attendances seen total", "All specialties: First attendances DNA"),
    *("All specialties: Subsequent attendances seen",),
    *("All specialties: Subsequent attendances DNA",),
]
# of every trust's costs and expected costs, which the cost collection's organisation file alone
# has for 2023-24: not among what can be fetched
NEED_COSTS_BY_TRUST = {
    "interval_widths", "largest_group_summary", "opportunity", "peer_robustness",
    "region_extremes", "segment_value", "segment_variation", "size_band_summary", "size_effect",
    "trust_cost_gap", "trust_peers", "trust_segment_cost", "value_index",
}  # fmt: skip
# made of linked data of a board, and of spells of a site, which no one publishes
NOT_PUBLISHED = {"person_segment_spend", "spell_ratios"}


def years() -> list[str]:
    return [f"{start}-{(start + 1) % 100:02d}" for start in STARTS]


def records(pattern: str) -> list[dict[str, str]]:
    """The records of a bundled file."""
    with next(RETURNS.glob(pattern)).open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def text(rows: list[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def deaths() -> bytes:
    """The publication to September 2025, with its file of earlier periods."""
    rows = records("shmi/*.csv")

    def of(periods: list[str]) -> str:
        return text([row | {"TIME_PERIOD": period} for period in periods for row in rows])

    earlier = [f"APR{start % 100}_MAR{start % 100 + 1}" for start in STARTS]
    name = "data at trust level, Oct24-Sep25"
    return archive({
        f"SHMI {name} (csv).csv": of(["OCT24_SEP25"]),
        f"SHMI historical {name}.csv": of([*earlier, "OCT24_SEP25"]),
    })  # fmt: skip


def prevalence(years: str) -> bytes:
    """The registers of practices, one of them a board."""
    boards = [row for row in records("qof/*icb*.csv") if row["code"] != "ENG"]
    place = {code: f"A{n:05d}" for n, code in enumerate(sorted({row["code"] for row in boards}))}
    registers = [
        {"PRACTICE_CODE": place[row["code"]], "GROUP_CODE": row["group_code"],
         "REGISTER": row["register"], "PATIENT_LIST_TYPE": "TOTAL",
         "PRACTICE_LIST_SIZE": row["denominator"]}
        for row in boards
    ]  # fmt: skip
    areas = [{"PRACTICE_CODE": place[code], "ICB_ODS_CODE": code} for code in place]
    return archive({
        f"QOF{years}/PREVALENCE_{years}.csv": text(registers),
        f"QOF{years}/MAPPING_NHS_GEOGRAPHIES_{years}.csv": text(areas),
    })  # fmt: skip


def monthly_return() -> str:
    """A national row and the rows of every provider each month."""
    counts = defaultdict(dict)
    for row in records("hes_apc/*.csv"):
        if row["MEASURE"].startswith("FAE"):
            counts[row["ORG_CODE"].split("-")[0]][row["MEASURE"]] = row["MEASURE_VALUE"]
    for row in records("hes_op/*.csv"):
        counts[row["ORG_CODE"].split("-")[0]]["ATTENDED"] = row["ATTENDED"]

    def twelfth(trust: str, *names: str) -> int:
        texts = [counts[trust].get(name, "*") for name in names]
        return round(sum(int(text) for text in texts if text.isdigit()) / 60) * 5

    figures = {}
    for trust in counts:
        elective = twelfth(trust, "FAE_WAITLIST_SUM", "FAE_PLANNED_SUM")
        non_elective = twelfth(trust, "FAE_EMERGENCY_SUM", "FAE_OTHER_SUM")
        # the 15 trusts that the annual file lacks: as many as three times their admissions
        seen = twelfth(trust, "ATTENDED") or 3 * (elective + non_elective)
        ordinary = elective // 5
        figures[trust] = [ordinary, elective - ordinary, elective, non_elective]
        figures[trust] += [seen // 3, "*", seen - seen // 3, 5]
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    for start, year in zip(STARTS, years(), strict=True):
        months = [f"{month} {start}" for month in FIRST_MONTHS]
        for month in months + [f"{month} {start + 1}" for month in LAST_MONTHS]:
            writer.writerow([year, 13, month, "National", "All", "-", "-", "-", *[1] * 8])
            for trust in counts:
                row = [year, 13, month, "Provider", trust, "-", "-", "-", *figures[trust]]
                writer.writerow(row)
    return stream.getvalue()


def publish(inbox: Path) -> None:
    """Writes what the catalogue has addresses for and the checkout does not bundle."""
    write(inbox / "HES MAR data Apr 2018 to Mar 2025.csv", monthly_return())
    write(inbox / "SHMI data, Oct24-Sep25.zip", deaths())
    for name in ("2324", "2425"):
        write(inbox / f"QOF{name}.zip", prevalence(name))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A build of all marts on the bundled returns and those that can be fetched; it is green."""
    root = tmp_path_factory.mktemp("filled") / "project"
    options = ("--exclude-resource-type", "unit_test")
    return build_with(root, publish, ["path:seeds", "path:models"], options)


def test_the_files_are_those_of_the_catalogue(tmp_path):
    publish(tmp_path)
    fetched = {one.name for entry in read_catalogue(PROJECT / "data" / "catalogue.yml")
               for one in entry.files}  # fmt: skip
    bundled = {path.name for path in RETURNS.rglob("*.csv")}
    assert {path.name for path in tmp_path.iterdir()} == fetched - bundled


def test_every_mart_that_can_be_has_the_year_of_the_claims(warehouse):
    marts = [name for (name,) in warehouse.execute(
        "select table_name from information_schema.columns "
        "where table_schema = 'marts' and column_name = 'financial_year'"
    ).fetchall()]  # fmt: skip
    of_the_year = "select count(*) from marts.{} where financial_year = '2023-24'"
    counts = {name: warehouse.execute(of_the_year.format(name)).fetchone()[0] for name in marts}
    without = {name for name, rows in counts.items() if not rows}
    assert without == NEED_COSTS_BY_TRUST | NOT_PUBLISHED


@pytest.mark.parametrize(
    "mart",
    [
        *("trust_activity", "trust_quality", "trust_prevalence", "trust_position"),
        *("health_alpha", "health_alpha_fit", "funnel_limits", "outcome_opportunity"),
        *("published_band_agreement", "variation"),
    ],
)
def test_years_without_accounts_have_activity_deaths_and_need(warehouse, mart):
    query = f"select distinct financial_year from marts.{mart}"
    assert set(years()) <= {year for (year,) in warehouse.execute(query).fetchall()}


def test_the_ledger_tells_of_a_year_without_our_default(warehouse):
    told = dict(warehouse.execute(
        "select claim_id, why from marts.claims_ledger where financial_year = '2023-24'"
    ).fetchall())  # fmt: skip
    assert told.keys() == {f"C{number}" for number in range(1, 8)}
    for claim in ("C1", "C2", "C5", "C6"):
        assert told[claim].startswith("Our default cannot be computed (no file is landed for ")
        assert " over the grid" in told[claim]
    assert told["C3"].startswith("Slope ")


def test_2023_24_has_a_price_of_every_point_of_delivery(warehouse):
    found = warehouse.execute(
        "select point_of_delivery, price_source, priced_count > 0 "
        "from intermediate.int_activity__prices where financial_year = '2023-24' order by 1"
    ).fetchall()
    assert found == [
        (name, "national schedule", True)
        for name in ("a_and_e", "elective", "non_elective", "outpatient")
    ]


def test_2023_24_is_counted_by_the_monthly_return_and_says_so(warehouse):
    found = warehouse.execute(
        "select financial_year, point_of_delivery, activity_source, count(distinct trust_code) "
        "from marts.trust_activity "
        "where activity_basis = 'pod_weighted' group by all order by all"
    ).fetchall()
    served = {(year, name): source for year, name, source, _ in found}
    trusts = {(year, name): trusts for year, name, _, trusts in found}
    assert served["2023-24", "non_elective"] == served["2023-24", "outpatient"] == "hes_mar"
    assert served["2024-25", "non_elective"] == "hes_apc"
    assert served["2024-25", "outpatient"] == "hes_op"
    assert trusts["2023-24", "outpatient"] > trusts["2024-25", "outpatient"]


def test_the_claims_are_computed_for_2023_24(warehouse):
    found = warehouse.execute(
        "select distinct activity_basis, spend_basis from marts.claim_specifications "
        "where financial_year = '2023-24'"
    ).fetchall()
    for spend_basis in ("operating", "operating_mff"):
        assert {("pod_weighted", spend_basis), ("count", spend_basis)} <= set(found)
    # expected costs by trust are published by the cost collection alone
    assert not [basis for basis, _ in found if basis == "casemix_weighted"]
