"""Admitted spells, once a site lands them: ratios, what the method takes from them, bad files.

Nothing of the kind is bundled. The generator of the benchmarks writes spells of all trusts in
2024-25, of which the effects on deaths, readmissions and cost are known, and of three trusts in
2023-24.
"""

import shutil
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from built_database import PROJECT, open_bundled
from built_elsewhere import TESTED, build_models, build_with
from recompute_spells import ratios
from recompute_spells import spells as read_spells
from test_recomputed_marts import assert_published
from trust_value.landing.land import land
from trust_value.project import Project

sys.path.append(str(PROJECT / "benchmarks"))
from spells import write_spells

SELECTED = ("spell_ratios", "trust_quality", "funnel_limits")
# with few strata, so that a quarter of a million spells fill them
ROWS, GROUPS, FEW_TRUSTS = 240_000, 4, 3


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A build of the bundled returns and two years of spells; the files, the known effects."""
    folder = tmp_path_factory.mktemp("site")
    files = {year: folder / f"admitted_spells_{year}.csv" for year in ("2023-24", "2024-25")}
    write_spells(files["2023-24"], 6_000, year=2023, trusts=FEW_TRUSTS, groups=GROUPS)
    effects = write_spells(files["2024-25"], ROWS, groups=GROUPS)

    def publish(inbox: Path) -> None:
        for path in files.values():
            shutil.copy(path, inbox)

    build_with(folder / "project", publish, SELECTED).close()
    # once more with the data tests of the layers that spells pass through
    layers = ("path:models/staging/admitted_spells", "path:models/intermediate/spells")
    marts = build_models(folder / "project", *layers, *SELECTED, options=TESTED)
    yield marts, files, pd.DataFrame(effects).T
    marts.close()


@pytest.fixture(scope="module")
def found(site):
    """The ratios of 2024-25."""
    query = "select * from marts.spell_ratios where financial_year = ?"
    return site[0].execute(query, ["2024-25"]).df().set_index("trust_code")


@pytest.mark.parametrize("year", ["2023-24", "2024-25"])
def test_every_ratio_and_limit_follows_from_the_file(site, year):
    marts, files, _ = site
    where = f"financial_year = '{year}'"
    recomputed = ratios(read_spells(files[year]))
    assert len(recomputed) >= 4 * FEW_TRUSTS
    assert_published(marts, recomputed, "spell_ratios", ["trust_code", "measure_id"], where)


@pytest.mark.parametrize("measure", ["mortality", "readmissions", "unit_cost"])
def test_the_ratios_find_the_effects_that_the_trusts_were_given(site, found, measure):
    rows = found[found.measure_id == measure]
    effect = site[2][measure].reindex(rows.index)
    ratio = np.log(rows.ratio)
    error = (rows.ratio_high / rows.ratio_low).map(np.log) / (2 * 1.959964)
    # of chance alone as much as the intervals say: a mean square of 1, of 118 within 0.6 to 1.5
    left = ratio - effect * (1 - rows.own_share)
    left = (left - np.average(left, weights=error**-2)) / error
    assert 0.6 < (left**2).mean() < 1.5
    # what patients a trust has is taken out: crude rates tell less of its effect
    crude = np.corrcoef(np.log(rows.crude_rate), effect)[0, 1]
    assert np.corrcoef(ratio, effect)[0, 1] > max(crude, 0.6)


def test_where_no_effect_was_given_none_is_found(found):
    rows = found[found.measure_id == "length_of_stay"]
    outside = (rows.ratio_low > 1) | (rows.ratio_high < 1)
    assert outside.mean() < 0.12
    assert abs(rows.ratio.mean() - 1) < 0.02


def test_a_year_of_all_trusts_is_taken_by_the_method_and_one_of_three_is_not(site):
    marts = site[0]
    said = marts.execute(
        "select financial_year, measure_id, source_of_counts, count(*) > 100 "
        "from marts.trust_quality where financial_year >= '2023-24' "
        "and source_of_counts != 'oversight framework' "
        "group by all order by all"
    ).fetchall()
    published = ["ae_4_hours", "readmissions", "rtt_18_weeks"]
    assert said == [
        *(("2023-24", measure, "published", True) for measure in published),
        ("2024-25", "ae_4_hours", "published", True),
        ("2024-25", "mortality", "admitted spells", True),
        ("2024-25", "readmissions", "admitted spells", True),
        ("2024-25", "rtt_18_weeks", "published", True),
    ]  # fmt: skip
    taken = marts.execute(
        "select distinct financial_year, measure_id from marts.spell_ratios "
        "where is_taken_by_method order by all"
    ).fetchall()
    assert taken == [("2024-25", "mortality"), ("2024-25", "readmissions")]


def test_what_the_method_takes_is_what_the_spells_say(site):
    differing = site[0].execute(
        "select count(*), count(*) filter (quality.numerator is distinct from ratios.observed "
        "or quality.expected is distinct from ratios.expected "
        "or quality.value is distinct from ratios.ratio or funnels.ratio is distinct from "
        "ratios.ratio) from marts.spell_ratios as ratios "
        "left join marts.trust_quality as quality using "
        "(trust_code, financial_year, measure_id) "
        "left join marts.funnel_limits as funnels using "
        "(trust_code, financial_year, measure_id) where is_taken_by_method"
    ).fetchone()  # fmt: skip
    assert differing[0] > 200
    assert differing[1] == 0


def test_years_and_measures_not_taken_stay_as_published(site):
    query = (
        "select trust_code, financial_year, measure_id, value, quality_factor "
        "from marts.trust_quality where financial_year < '2024-25' order by all"
    )
    with open_bundled() as bundled:
        assert site[0].execute(query).fetchall() == bundled.execute(query).fetchall()


# one row as the data dictionary has it, and what may be wrong with it
GOOD = {
    "Provider Code": "RFF", "Financial Year": "2024-25", "Discharge Month": "2024-04",
    "Diagnosis Group": "73", "Age Band": "85-89", "Sex": "2", "Admission Method": "2A",
    "IMD Quintile": "1", "Cost": "2500.50", "Length of Stay": "4", "Died Within 30 Days": "0",
    "Readmitted Within 30 Days": "-",
}  # fmt: skip
BAD = {
    "a year of another file": ("Financial Year", "2023-24", "is not what the file's name says"),
    "a day in place of a month": ("Discharge Month", "2024-04-17", "is not a date"),
    "an age in place of a band": ("Age Band", "87", "is no code of this column"),
    "a word in place of a code": ("Sex", "female", "is no code of this column"),
    "an admission method that is none": ("Admission Method", "14", "is no code of this column"),
    "a tenth in place of a fifth": ("IMD Quintile", "10", "is no code of this column"),
    "a cost in words": ("Cost", "high", "is neither a figure nor a mark"),
    "a date of death": ("Died Within 30 Days", "2024-05-01", "is no code of this column"),
    "yes in place of 1": ("Readmitted Within 30 Days", "Y", "is no code of this column"),
}


@pytest.fixture
def own_project(tmp_path):
    """A checkout that knows the return of spells alone."""
    staging = "models/staging/admitted_spells"
    shutil.copytree(PROJECT / staging, tmp_path / staging)
    shutil.copy(PROJECT / "dbt_project.yml", tmp_path)
    made = Project(tmp_path)
    made.returns.mkdir(parents=True)
    return made


def table(*rows: dict[str, str]) -> str:
    """The rows as a CSV."""
    return pd.DataFrame(rows).to_csv(index=False)


@pytest.mark.parametrize("case", BAD)
def test_a_cell_against_the_dictionary_refuses_the_file(own_project, case):
    column, cell, message = BAD[case]
    path = own_project.returns / "admitted_spells_2024-25.csv"
    path.write_text(table(GOOD, GOOD | {column: cell}))
    [refused] = land(own_project).refused
    assert message in str(refused)
    assert f"row 3, column {column}: '{cell}'" in str(refused)


def test_only_the_columns_of_the_dictionary_land(own_project):
    path = own_project.returns / "admitted_spells_2024-25.csv"
    path.write_text(table(GOOD | {"NHS Number": "9434765919", "Date of Birth": "1937-03-01"}))
    assert not land(own_project).refused
    files = own_project.landing / "admitted_spells" / "spells" / "*.parquet"
    landed = duckdb.sql(f"select * from read_parquet('{files}', union_by_name = true)").df()
    assert len(landed) == 1
    assert "9434765919" not in landed.astype(str).to_numpy()
    assert not {"nhs_number", "date_of_birth"} & set(landed.columns)


def test_a_file_without_a_column_is_refused(own_project):
    row = {name: cell for name, cell in GOOD.items() if name != "IMD Quintile"}
    (own_project.returns / "admitted_spells_2024-25.csv").write_text(table(row))
    [refused] = land(own_project).refused
    assert "IMD Quintile" in str(refused)
