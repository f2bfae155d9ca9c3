"""Files in the layouts of publications that are not bundled, made by hand: landed, built, asked.

Few rows each, so that what comes out can be added up by hand. The figures mean nothing.
"""

import duckdb
import pytest

from built_database import RETURNS
from built_elsewhere import copy_checkout, trust_value
from files_to_publish import archive, write, xls, xlsx

SELECTED = (
    *("stg_tac__all_data", "stg_tac__providers", "int_spend__accounts", "int_quality__periods"),
    *("stg_ncc__organisation", "int_activity__trust_costs", "stg_qof__practices"),
    *("stg_qof__practice_areas", "int_quality__waits", "int_returns__rows"),
)
ACCOUNTS = [
    *("Organisation Name", "WorkSheetName", "TableID", "MainCode"),
    *("RowNumber", "SubCode", "Value number"),
]
PROVIDERS = ["Full name of Provider", "NHS code", "Region", "Sector", "Comments"]


def accounts() -> bytes:
    """Two trusts of 2021-22: one is known by the list alone; of the other it says another code."""

    def lines(name: str, total: float) -> list[list[object]]:
        line = [name, "TAC08 Op Exp", 1, "A08CY01", 60, "EXP0390", total]
        return [line, [*line[:3], "A08PY01", *line[4:6], 1]]

    return xlsx({
        "Notes": [["NHS trusts 2021/22"]],
        "All data": [ACCOUNTS, *lines("Never Heard Of NHS Trust", 100.5), *lines("Airedale", 7)],
        "List of Providers": [
            PROVIDERS, ["Never Heard Of NHS Trust", "RF4", "London", "Acute", None],
            ["Airedale", "RYY", "North East and Yorkshire", "Acute", "RCF in ODS"],
        ],
    })  # fmt: skip


def deaths() -> bytes:
    header = "TIME_PERIOD,PUBLICATION_MONTH,PROVIDER_CODE,PROVIDER_NAME,SHMI_VALUE,SHMI_BANDING,"
    header += "SPELLS,OBSERVED,EXPECTED,OD_LL,OD_UL\r\n"
    now = "OCT24_SEP25,FEB26,RFF,BARNSLEY,1.0500,2.0,30000,1050,1000,0.89,1.12\r\n"
    marked = "OCT24_SEP25,FEB26,R0A,MANCHESTER,*,**,*,*,*,*,*\r\n"
    then = "APR18_MAR19,AUG19,RFF,BARNSLEY,0.9000,2,29000,900,1000,0.89,1.12\r\n"
    return archive({
        "SHMI data/SHMI data at trust level, Oct24-Sep25 (csv).csv": header + now + marked,
        "SHMI data/SHMI historical data at trust level, Oct24-Sep25.csv":
            header + now.replace("1050", "1055", 2) + then,
        "SHMI data/SHMI data at site level, Oct24-Sep25.csv": header + now,
    })  # fmt: skip


def costs() -> bytes:
    header = "Provider Code,Department Code,Currency code,Mapping Pot,Activity,"
    rows = ["RFF,NEL,AA22C,04_APC,10,1000,900", 'RFF,DC,AA22C,04_APC,*,"2,500.50",2600']
    rows += ["R0A-X,OPATT,WF01A,05_OP,3,£300,290"]
    text = "\ufeff" + header + "MFFd Actual Cost,MFFd Expected Cost\r\n" + "\r\n".join(rows)
    return archive({"NCC organisation level 2023-24.csv": text})


def prevalence() -> bytes:
    header = "PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE\n"
    areas = "PRACTICE_CODE,PRACTICE_NAME,ICB_ODS_CODE,REGION_ODS_CODE\nA81001,HIGH STREET,QHM,Y63\n"
    return archive({
        "QOF2324/PREVALENCE_2324.csv": header + "A81001,AF,100,TOTAL,4000\nA81001,DM,*,17OV,3200\n",
        "QOF2324/MAPPING_NHS_GEOGRAPHIES_2324.csv": areas,
        "QOF2324/ACHIEVEMENT_2324.csv": "PRACTICE_CODE,INDICATOR_CODE\nA81001,AF001\n",
    })  # fmt: skip


def waits() -> bytes:
    header = ["Region Code", "Provider Code", "Provider Name", "Treatment Function Code"]
    header += ["Treatment Function", ">0-1", ">1-2", "Total number of incomplete pathways"]
    header += ["Total within 18 weeks", "% within 18 weeks", "Total 52 plus weeks"]
    notes = [["Title:", "RTT waiting times"], ["Period:", "March 2025"], ["Source:", "RTT"]]
    rows = [[None, *row] for row in ([], *notes, [], [], [], header)]
    rows.append([None, "Y63", "RFF", "BARNSLEY", "C_120", "ENT", 1, 1, 40, 30, 0.75, 1])
    rows.append([None, "Y63", "RFF", "BARNSLEY", "C_999", "Total", 2, 3, 100, 60, 0.6, "-"])
    return xlsx({"National": [["England"]], "Provider": rows, "IS Provider": [["none"]]})


def diagnostics(notes: int) -> bytes:
    header = ["Provider Code", "Provider Name", "Total Waiting List", "Number waiting 6+ Weeks"]
    rows = [[None, "Title:", "Diagnostics"], [None, "Period:", "March 2025"]] + [[None]] * notes
    rows.append([None, *header, "Number waiting 13+ Weeks", "Percentage waiting 6+ weeks"])
    rows += [[None, None, "ENGLAND", 1600000, 300000, 90000, 0.1875], [None]]
    rows.append([None, "RFF", "BARNSLEY", 5000, 400, 20, 0.08])
    return xls({"Provider": rows, "Provider by Test": [["Provider Code", "Diagnostic ID"]]})


def emergencies(month: str) -> str:
    """A month with a provider and the row of totals that every file as published ends with."""
    bundled = next((RETURNS / "ae").glob("*/*.csv")).read_text(encoding="utf-8-sig")
    header = bundled.splitlines()[0]
    figures = ",".join("1" for _ in header.split(",")[4:])
    rows = f"MSitAE-{month.upper()},RFF,NORTH EAST AND YORKSHIRE ,BARNSLEY,{figures}"
    return f"{header}\n{rows}\nTotal,Total,Total,Total,{figures}\n"


ESTATES = {
    "ERIC - 202324 - Trust data.csv":
        "Trust Code,Trust Name,Trust Type,Total hard FM (Estates) costs (£),"
        "Estates and facilities finance costs (£)\r\n"
        'RFF,BARNSLEY,ACUTE - SMALL,"12,345,678",No Data Provided\r\n',
    "ERIC - 202324 - Site data.csv":
        "Trust Code,Trust Name,Trust Type,Site Code,Site Name,Site Type,"
        "Gross internal floor area (m²),Cost to eradicate high risk backlog (£)\r\n"
        'RFF,BARNSLEY,ACUTE - SMALL,RFFAA,Café wing,General acute,"70,000",Not Applicable\r\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Lands the files above beside the bundled ones, builds what they feed, and asks it."""
    root = tmp_path_factory.mktemp("layouts") / "project"
    copy_checkout(root)
    inbox = root / "data" / "inbox"
    write(inbox / "TAC_Trusts_2021-22.xlsx", accounts())
    write(inbox / "SHMI data, Oct24-Sep25.zip", deaths())
    write(inbox / "NCC organisation level 2023-24.zip", costs())
    write(inbox / "QOF2324.zip", prevalence())
    write(inbox / "Incomplete-Provider-Mar25-XLSX-9M-revised.xlsx", waits())
    write(inbox / "Monthly-Diagnostics-Web-File-Provider-March-2025_JH58S.xls", diagnostics(9))
    for month in ("May-2026", "June-2026"):
        write(inbox / f"Monthly-AE-{month}.csv", emergencies(month))
    for name, text in ESTATES.items():
        write(inbox / name, text.encode("latin-1"))
    built = ["build", "--exclude-resource-type", "unit_test", "--indirect-selection", "buildable"]
    built += ["--select", *(f"+{name}" for name in SELECTED)]
    for arguments in (["land"], built):
        done = trust_value(root, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(root / "build" / "trust_value.duckdb"), read_only=True) as warehouse:
        warehouse.execute(f"set file_search_path = '{root}'")
        yield lambda query: warehouse.execute(query).fetchall()


def test_rows_of_totals_stand_in_the_month_of_their_file(ask):
    found = ask(
        "select trust_code, month_starts_on::varchar from staging.stg_ae__monthly "
        "where financial_year = '2026-27' order by 2, 1"
    )
    assert found == [
        ("RFF", "2026-05-01"), ("TOTAL", "2026-05-01"), ("RFF", "2026-06-01"),
        ("TOTAL", "2026-06-01"),
    ]  # fmt: skip


def test_the_list_of_providers_goes_before_the_names(ask):
    found = ask(
        "select trust_code, amount_gbp from intermediate.int_spend__accounts "
        "where financial_year = '2021-22' order by 1"
    )
    assert found == [("RF4", 100500), ("RYY", 7000)]


def test_deaths_of_other_periods_are_those_of_the_historical_file(ask):
    found = ask(
        "select trust_code, period_start::varchar, observed_deaths, published_band "
        "from intermediate.int_quality__deaths where period_start != date '2025-01-01' "
        "order by 1, 2"
    )
    assert found == [
        ("R0A", "2024-10-01", None, None), ("RFF", "2018-04-01", 900, 2),
        ("RFF", "2024-10-01", 1050, 2),
    ]  # fmt: skip


def test_organisation_costs_are_added_up_by_pot(ask):
    found = ask(
        "select trust_code, sum(actual_cost_gbp), sum(expected_cost_gbp), "
        "count(*) filter (where activity_count is null) "
        "from staging.stg_ncc__organisation group by 1 order by 1"
    )
    assert found == [("R0A", 300, 290, 0), ("RFF", 3500.5, 3500, 1)]
    costs = ask(
        "select reported_code, sum(actual_cost_gbp) from intermediate.int_activity__trust_costs "
        "where financial_year = '2023-24' group by 1 order by 1"
    )
    assert costs == [("R0A", 300), ("RFF", 3500.5)]


def test_practices_land_from_the_archive_with_their_areas(ask):
    found = ask(
        "select p.financial_year, condition_code, register_count, list_size, value_status, "
        "icb_code from staging.stg_qof__practices as p join staging.stg_qof__practice_areas using "
        "(practice_code, financial_year) order by 2"
    )
    assert found == [
        ("2023-24", "AF", 100, 4000, "published", "QHM"),
        ("2023-24", "DM", None, 3200, "suppressed", "QHM"),
    ]


def test_a_month_with_a_workbook_is_read_from_it(ask):
    found = ask(
        "select month_starts_on::varchar, count(*), sum(within_18_weeks_count) "
        "from intermediate.int_quality__waits where month_starts_on >= date '2025-02-01' "
        "and trust_code = 'RFF' group by 1 order by 1"
    )
    assert found[1] == ("2025-03-01", 1, 60)
    assert found[0][0] == "2025-02-01"


def test_diagnostics_and_estates_are_typed_and_answered_for(ask):
    assert ask("select trust_code, waiting_count from staging.stg_dm01__provider order by 1") == [
        ("ENG", 1600000), ("RFF", 5000)
    ]  # fmt: skip
    sites = "site_name, gross_internal_floor_area_m2, high_risk_backlog_cost_gbp, financial_year"
    assert ask(f"select {sites} from staging.stg_eric__sites") == [
        ("Café wing", 70000, None, "2023-24")
    ]
    assert ask("select hard_fm_cost_gbp, finance_cost_gbp from staging.stg_eric__trusts") == [
        (12345678, None)
    ]
    counted = ask(
        "select return_name, financial_year, sum(rows_landed) "
        "from intermediate.int_returns__rows where return_name in ('dm01', 'eric') group by all "
        "order by 1"
    )
    assert counted == [("dm01", "2024-25", 2), ("eric", "2023-24", 2)]
