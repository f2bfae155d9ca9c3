"""The year of the claims, 2023-24, once the hospital monthly activity return is landed for it.

The return is not bundled. A file in its layout is made of the bundled 2024-25 counts, a twelfth a
month: not the figures of 2023-24, and enough to show what is computed from it.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from built_database import RETURNS
from built_elsewhere import build_with

MONTHS = [
    *(f"{month} 2023" for month in ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]),
    *(f"{month} 2024" for month in ["Jan", "Feb", "Mar"]),
]
HEADER = [
    *("Financial Year", "Reporting Period", "Activity Month", "Organisation breakdown"),
    *("Org Code", "Org Name", "Region Code", "Region Name"),
    *("All specialties: Ordinary Elective", "All specialties: Daycase Elective"),
    *("All specialties: Elective total", "All specialties: Non-Elective"),
    *("All specialties: First attendances seen total", "All specialties: First attendances DNA"),
    *("All specialties: Subsequent attendances seen",),
    *("All specialties: Subsequent attendances DNA",),
]
SELECTED = ("claim_specifications", "trust_activity")


def monthly_return(path: Path) -> None:
    """Writes the return for 2023-24, a national row and the rows of every provider each month."""
    counts = defaultdict(dict)
    for folder, code in (("hes_apc", "FAE"), ("hes_op", "")):
        with next((RETURNS / folder).glob("*.csv")).open(encoding="utf-8-sig") as stream:
            for row in csv.DictReader(stream):
                trust = row["ORG_CODE"].split("-")[0]
                if code and row["MEASURE"].startswith(code):
                    counts[trust][row["MEASURE"]] = row["MEASURE_VALUE"]
                elif not code:
                    counts[trust]["ATTENDED"] = row["ATTENDED"]

    def twelfth(trust: str, *names: str) -> int:
        texts = [counts[trust].get(name, "*") for name in names]
        return round(sum(int(text) for text in texts if text.isdigit()) / 60) * 5

    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for month in MONTHS:
            writer.writerow(["2023-24", 13, month, "National", "All", "-", "-", "-", *[1] * 8])
            for trust in counts:
                elective = twelfth(trust, "FAE_WAITLIST_SUM", "FAE_PLANNED_SUM")
                non_elective = twelfth(trust, "FAE_EMERGENCY_SUM", "FAE_OTHER_SUM")
                # the 15 trusts that the annual file lacks: as many as three times their admissions
                seen = twelfth(trust, "ATTENDED") or 3 * (elective + non_elective)
                ordinary = elective // 5
                figures = [ordinary, elective - ordinary, elective, non_elective]
                figures += [seen // 3, "*", seen - seen // 3, 5]
                writer.writerow(["2023-24", 13, month, "Provider", trust, "-", "-", "-", *figures])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A build of the bundled returns and the monthly one, of what hangs on counts."""
    root = tmp_path_factory.mktemp("filled") / "project"
    return build_with(
        root, lambda inbox: monthly_return(inbox / "HES MAR 2023-24 M13.csv"), SELECTED
    )


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
        "where activity_basis = 'pod_weighted' and trust_basis = 'latest' group by all order by all"
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
