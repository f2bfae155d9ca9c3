"""Prevalence by the finest route, once practices and catchments by small area are landed.

None of these returns is bundled. The files are small and made by hand, in the published layouts:
three practices, three areas with patients in them, and three trusts, of which one is well covered
by small areas (Barnsley, RFF), one by local authorities alone (Rotherham, RFR), and one by neither
(Barts, R1H).
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from built_database import RETURNS, open_bundled
from built_elsewhere import build_with
from files_to_publish import archive, xlsx

SELECTED = ("trust_prevalence", "prevalence_agreement", "int_need__health_alpha")
CONDITIONS = ["AF", "CAN", "CHD", "CKD", "COPD", "DEM", "DM", "HF", "PAD", "STIA"]
FINEST = "MSOA catchment, MSOA prevalence from practices"
BY_PRACTICES = "local authority catchment, prevalence from practices"
BUNDLED = "local authority catchment"

# practice: register and list of every condition, board
PRACTICES = {"A81001": (50, 1000, "QF7"), "A81002": (20, 1000, "QF7"), "A81003": (10, 400, "QMM")}
# lower area: middle area, local authority
AREAS = {
    "E01000001": ("E02000001", "E08000016"),
    "E01000002": ("E02000002", "E08000016"),
    "E01000003": ("E02000003", "E08000018"),
    "E01000004": ("E02000004", "E08000017"),
    "E01000005": ("E02000005", "E08000019"),
}
REGISTERED = [
    ("A81001", "E01000001", 60), ("A81001", "E01000002", 40),
    ("A81002", "E01000003", 50), ("A81002", "E01000004", 25), ("A81002", "E01000005", 25),
    ("A81003", "E01000002", 300),
]  # fmt: skip
# year, middle area, trust, people; E02999999 is in no lookup
CATCHMENTS = [
    (2022, "E02000003", "RFF", 99_000),
    (2023, "E02000001", "RFF", 120_000), (2023, "E02000002", "RFF", 70_000),
    (2023, "E02999999", "RFF", 10_000),
    (2023, "E02000003", "RFR", 140_000), (2023, "E02999999", "RFR", 60_000),
]  # fmt: skip


def text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as a CSV."""
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in rows)


def finer_returns(inbox: Path) -> None:
    """Writes a workbook of catchments, the practices' registers, where patients live, a lookup."""
    patients = {area: 2 * people for _, area, _, people in CATCHMENTS}
    rows = [
        [year, "All", area, trust, f"{trust} NHS TRUST", people, patients[area], 0.5, people, 1, 1]
        for year, area, trust, people in CATCHMENTS
    ]
    header = ["CatchmentYear", "AdmissionType", "msoa", "TrustCode", "TrustName", "patients",
              "total_patients", "proportion", "msoa_total_catchment", "trust_total_catchment",
              "FPTP"]  # fmt: skip
    emergency = [[*row[:8], 5, *row[9:]] for row in rows]
    name = "2024 Trust Catchment Populations_Supplementary MSOA Analysis.xlsx"
    workbook = {"All Admissions": [header, *rows], "Emergency": [header, *emergency]}
    (inbox / name).write_bytes(xlsx(workbook))

    header = ["PRACTICE_CODE", "GROUP_CODE", "REGISTER", "PATIENT_LIST_TYPE", "PRACTICE_LIST_SIZE"]
    registers = [
        [practice, condition, register, "TOTAL", size]
        for practice, (register, size, _) in PRACTICES.items()
        for condition in CONDITIONS
    ]
    boards = [[practice, "A PRACTICE", board] for practice, (_, _, board) in PRACTICES.items()]
    members = {
        "PREVALENCE_2425.csv": text([header, *registers]),
        "MAPPING_NHS_GEOGRAPHIES_2425.csv": text(
            [["PRACTICE_CODE", "PRACTICE_NAME", "ICB_ODS_CODE"], *boards]
        ),
    }
    (inbox / "QOF2425.zip").write_bytes(archive(members))

    header = ["PUBLICATION", "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "LSOA_CODE", "SEX",
              "NUMBER_OF_PATIENTS"]  # fmt: skip
    lists = [
        ["GP_PRAC_PAT_LIST", "01APR2025", practice, "A PRACTICE", area, "ALL", patients]
        for practice, area, patients in REGISTERED
    ]
    (inbox / "gp-reg-pat-prac-lsoa-all.csv").write_text(text([header, *lists]))

    header = ["OA21CD", "LSOA21CD", "LSOA21NM", "MSOA21CD", "MSOA21NM", "LAD22CD", "LAD22NM"]
    lookup = [
        [f"E00{number:06}", lower, "L", middle, "M", authority, "A"]
        for number, (lower, (middle, authority)) in enumerate([*AREAS.items()] * 2)
    ]
    (inbox / "OA21_LSOA21_MSOA21_LAD22_EW_LU.csv").write_text(text([header, *lookup]))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """A build of the bundled returns and the finer ones, of what hangs on prevalence."""
    return build_with(tmp_path_factory.mktemp("finer") / "project", finer_returns, SELECTED)


def prevalence(warehouse, trust: str, condition: str, year: str) -> tuple:
    """How, when and how much, of one trust on the latest basis."""
    return warehouse.execute(
        "select prevalence_route, prevalence_year, catchment_year, covered_share, "
        "prevalence_share, england_share from marts.trust_prevalence "
        "where (trust_code, condition, financial_year) = (?, ?, ?)",
        [trust, condition, year],
    ).fetchone()


def test_a_trust_covered_by_small_areas_has_their_prevalence(warehouse):
    # E02000001: 60% of A81001, 30 of 600; E02000002: its other 40% and A81003, 30 of 800
    found = prevalence(warehouse, "RFF", "CHD", "2024-25")
    assert found[:3] == (FINEST, "2024-25", 2023)
    share = (0.6 * 30 / 600 + 0.35 * 30 / 800) / 0.95
    assert found[3:] == pytest.approx((0.95, share, 80 / 2400), rel=1e-12)


def test_small_areas_that_cover_too_few_patients_give_way_to_local_authorities(warehouse):
    # 0.7 of Rotherham's people live in an area with a prevalence, but 0.98 in an authority with one
    found = prevalence(warehouse, "RFR", "CHD", "2024-25")
    assert found[:3] == (BY_PRACTICES, "2024-25", 2022)
    by_authority = {"E08000016": 60 / 1400, "E08000018": 0.02, "E08000017": 0.02, "E08000019": 0.02}
    [path] = (RETURNS / "catchment").glob("*shares*.csv")
    with path.open(encoding="utf-8-sig") as stream:
        shares = {row[1]: float(row[2]) for row in csv.reader(stream) if row[0] == "RFR"}
    covered = sum(shares[area] for area in by_authority)
    share = sum(shares[area] * known for area, known in by_authority.items()) / covered
    assert found[3:] == pytest.approx((covered, share, 80 / 2400), rel=1e-12)


def test_a_condition_of_no_practice_is_taken_from_the_authorities_of_the_small_areas(warehouse):
    # both areas that a lookup knows lie in Barnsley
    [path] = (RETURNS / "qof").glob("*lad*.csv")
    with path.open(encoding="utf-8-sig") as stream:
        [share] = [
            float(row["register"]) / float(row["list"])
            for row in csv.DictReader(stream)
            if (row["lad_code"], row["group_code"]) == ("E08000016", "AST")
        ]
    found = prevalence(warehouse, "RFF", "AST", "2024-25")
    assert found[:3] == ("MSOA catchment, local authority prevalence", "2019-20", 2023)
    assert found[3:5] == pytest.approx((0.95, share), rel=1e-12)


@pytest.mark.parametrize(
    ("trust", "condition"), [("R1H", "CHD"), ("RFR", "AST")],
    ids=["a trust far away", "a condition of no practice"],
)  # fmt: skip
def test_what_finer_returns_do_not_cover_stays_as_bundled(warehouse, trust, condition):
    found = prevalence(warehouse, trust, condition, "2024-25")
    with open_bundled() as marts:
        bundled = prevalence(marts, trust, condition, "2024-25")
    assert found[:3] == bundled[:3] == (BUNDLED, "2019-20", 2022)
    assert found[3:] == pytest.approx(bundled[3:], rel=1e-12)


def test_health_alpha_uses_the_finest_prevalence_and_says_so(warehouse):
    [(route, year, need)] = warehouse.execute(
        "select prevalence_route, prevalence_year, need_index from intermediate.int_need__index "
        "where trust_code = 'RFF' and financial_year = '2023-24'"
    ).fetchall()
    ratio = (0.6 * 30 / 600 + 0.35 * 30 / 800) / 0.95 / (80 / 2400)
    assert (route, year) == (FINEST, "2024-25")
    assert need == pytest.approx(ratio, rel=1e-12)  # ten conditions alike
    served = warehouse.execute(
        "select count(*) from intermediate.int_need__health_alpha "
        "where trust_code = 'RFF' and abs(need_index / ? - 1) < 1e-12", [ratio]
    ).fetchone()  # fmt: skip
    assert served[0] > 0


def test_a_boards_prevalence_is_that_of_its_practices(warehouse):
    found = warehouse.execute(
        "select icb_prevalence_source, icb_prevalence_year, icb_prevalence_share, "
        "icb_ratio_to_england from marts.trust_prevalence "
        "where trust_code = 'RFF' and condition = 'CHD' and financial_year = '2024-25'"
    ).fetchone()
    assert found[:2] == ("practices", "2024-25")
    assert found[2:] == pytest.approx((70 / 2000, (70 / 2000) / (80 / 2400)), rel=1e-12)
