"""The growth statistics and the cost index by service in their published layouts, made by hand.

Few rows each, beside the bundled returns: what they become in the marts can be added up by hand.
"""

from pathlib import Path

import pytest

from built_elsewhere import build_with
from files_to_publish import write, xlsx

SELECTED = (
    *("productivity_nowcast", "trust_segment_cost", "segment_variation", "returns_coverage"),
    "int_segments__findings",
)


def growth() -> bytes:
    """The statistics as they are published: a cover, fourteen rows of notes, blank rows below."""
    notes = [[f"Note {number}", None, None] for number in range(1, 15)]
    header = ["Org code", "Org name", "Cost weighted activity growth"]
    header += ["Real terms resource growth", "Productivity growth estimate"]
    rows = [["RFF", "BARNSLEY", 0.155, 0.05, 0.1], ["R0A", "MANCHESTER", 0.02, 0.02, 0]]
    return xlsx({"Cover": [["Contents"]], "Table 1": [*notes, header, *rows, [None], ["Source"]]})


def costs_by_service(is_adjusted: bool, with_underscores: bool) -> bytes:
    """Few services of three trusts; what is not adjusted costs a tenth more."""
    names = ["Provider", "Mapping Pot", "Service", "Department", "Activity", "Unit Cost"]
    names += ["Actual Cost", "Expected Cost", "Variance", "NCCI"]
    rows = [
        ["RFF", "APC", "100", "DC", 10, 1200, 1000], ["RFF", "05_OP", "320", "OPATT", 9, 90, 100],
        ["R0A-X", "APC", "100", "DC", 20, 1800, 2000],
        ["RP4", "APC", "100", "DC", 1, 5000, 1],
    ]  # fmt: skip
    lines = [",".join(name.replace(" ", "_") if with_underscores else name for name in names)]
    for provider, pot, service, department, count, actual, expected in rows:
        cost = actual if is_adjusted else actual * 1.1
        figures = [count, cost / count, cost, expected, cost - expected, cost / expected * 100]
        lines.append(",".join(map(str, [provider, pot, service, department, *figures])))
    return "\r\n".join(lines).encode()


def publish(inbox: Path) -> None:
    """Writes the workbook of growth, and the cost index adjusted and not."""
    name = "NHS_Oversight_Framework_Supplementary_info_-_Productivity_Growth_Statistics.xlsx"
    write(inbox / name, growth())
    for adjustment in ("adjusted", "unadjusted"):
        is_adjusted = adjustment == "adjusted"
        name = f"NCCI by Department and Service MFF {adjustment} 202425.csv"
        write(inbox / name, costs_by_service(is_adjusted, with_underscores=not is_adjusted))


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Asks a build of the bundled returns and those above."""
    root = tmp_path_factory.mktemp("layouts") / "project"
    with build_with(root, publish, SELECTED) as built:
        built.execute(f"set file_search_path = '{root}'")
        yield lambda query: built.execute(query).fetchall()


def test_growth_lands_from_below_its_notes_in_place_of_the_bundled_table(ask):
    found = ask(
        "select trust_code, productivity_growth_estimate from staging.stg_nof__productivity_growth "
        "order by 1"
    )
    assert found == [("R0A", 0), ("RFF", 0.1)]
    projected = ask(
        "select status, count(*), max(projected_value_per_1000_gbp / value_per_1000_gbp) "
        "from marts.productivity_nowcast group by 1 order by 1"
    )
    assert projected == [("no growth", 116, None), ("projection", 2, pytest.approx(1.1))]


def test_costs_by_department_and_service_stand_between_pot_and_currency(ask):
    staged = ask(
        "select is_mff_adjusted, count(*), sum(actual_cost_gbp) "
        "from staging.stg_ncci__department_service group by 1 order by 1"
    )
    assert staged == [(False, 4, pytest.approx(8899)), (True, 4, 8090)]
    found = ask(
        "select trust_code, level, segment, actual_cost_gbp, expected_cost_gbp, unit_cost_index, "
        "reason from marts.trust_segment_cost where financial_year = '2024-25' "
        "and status = 'published' order by 1, 3"
    )
    level = "department and service"
    why = (
        "the cost index by department and service is landed for the year, adjusted for the market "
        "forces factor"
    )
    # 3,000 of actual and of expected cost: day cases need no re-basing, nor do outpatients' 90
    assert found == [
        ("R0A", level, "DC 100", 1800, 2000, 90, why),
        ("RFF", level, "DC 100", 1200, 1000, 120, why),
        ("RFF", level, "OPATT 320", 90, 90, 100, why),
    ]
    levels = ask("select distinct financial_year, level from marts.trust_segment_cost order by 1")
    assert levels == [("2024-25", level)]
    findings = "select level from intermediate.int_segments__findings "
    assert ask(findings + "where financial_year = '2024-25'") == [(level,)]


def test_coverage_says_which_layouts_no_published_file_was_held_against(ask):
    found = ask(
        "select distinct return_name from marts.returns_coverage "
        "where layout_checked = 'code that reads it' order by 1"
    )
    assert found == [("dm01",), ("eric",), ("ncci",)]
