"""What a build decides to do, and what it leaves behind when it is red."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from built_database import PROJECT
from built_elsewhere import copy_checkout
from trust_value.building import build as building
from trust_value.building.build import build
from trust_value.building.dbt import Result, Run, find_dbt
from trust_value.building.state import read_state
from trust_value.errors import TrustValueError
from trust_value.landing.land import land


@pytest.fixture
def dbt(project, publishes, monkeypatch):
    """A stand-in for dbt: keeps the arguments of each run, writes the warehouse, gives results."""
    publishes("Org Code,Available\nR0A,1\n")
    land(project)
    fake = SimpleNamespace(runs=[], status="success", error=None)

    def run(project, _dbt, arguments, report):
        fake.runs.append(list(arguments[1:]))
        if fake.error:
            raise fake.error
        with duckdb.connect(str(project.database)) as warehouse:
            warehouse.execute("create or replace table made as select current_timestamp as at")
        report(1, 1, "build_manifest")
        result = Result(
            name="build_manifest", kind="test", status=fake.status, message="Got 1 result",
            query="select 1 as found", path="y.yml", sql_path="x.sql",
        )  # fmt: skip
        return Run(f"id{len(fake.runs)}", (result,))

    monkeypatch.setattr(building, "run_dbt", run)
    return fake


def test_the_first_build_is_whole_and_the_next_does_nothing(project, dbt):
    assert build(project).plan.reason == "first build"
    assert not build(project).plan.is_needed
    # unit tests read nothing landed: they wait for a change of the project's files
    assert dbt.runs == [["--exclude-resource-type", "unit_test"]]
    assert read_state(project.build_state).build_id == "id1"


def test_a_re_issued_return_builds_what_hangs_on_it(project, dbt, publishes):
    build(project)
    publishes("Org Code,Available\nR0A,2\n")
    land(project)
    assert build(project).plan.returns == ("beds",)
    assert dbt.runs[1][:3] == ["--select", "source:beds+", "source:landing+"]
    assert not build(project).plan.is_needed


@pytest.mark.usefixtures("dbt")
def test_a_vanished_return_builds_what_hung_on_it(project):
    build(project)
    next(project.returns.glob("*.csv")).unlink()
    land(project)
    assert build(project).plan.returns == ("beds",)


@pytest.mark.parametrize(
    "name",
    ["models/a.sql", "macros/b.sql", "seeds/c.csv", "tests/generic/d.sql", "requirements/run.txt"],
)
def test_a_changed_project_builds_all(project, dbt, name):
    build(project)
    (project.root / name).parent.mkdir(exist_ok=True, parents=True)
    (project.root / name).write_text("new")
    assert build(project).plan.reason == "the project's files changed"
    assert dbt.runs[1] == []


@pytest.mark.usefixtures("dbt")
def test_a_build_by_someone_else_builds_all(project):
    build(project)
    with duckdb.connect(str(project.database)) as warehouse:
        warehouse.execute("create table other as select range from range(100000)")
    assert "something else wrote" in build(project).plan.reason
    project.database.unlink()
    assert "gone" in build(project).plan.reason


def test_a_red_build_is_not_green_and_shows_what_it_found(project, dbt, publishes):
    build(project)
    publishes("Org Code,Available\nR0A,2\n")
    land(project)
    dbt.status = "fail"
    with pytest.raises(TrustValueError) as raised:
        build(project)
    for part in ("1 of 1", "build_manifest", "Got 1 result", "x.sql", "found", "what to do"):
        assert part in str(raised.value)
    assert not read_state(project.build_state).is_green
    dbt.status = "success"
    assert build(project).plan.reason == "no green build to start from"
    assert dbt.runs[-1] == []


def test_a_build_that_broke_off_is_not_green(project, dbt):
    build(project)
    (project.root / "profiles.yml").write_text("changed")
    dbt.error = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        build(project)
    assert not read_state(project.build_state).is_green


@pytest.mark.usefixtures("dbt")
def test_a_selection_stays_green_only_on_top_of_a_green_build(project):
    build(project, ["--select", "some_model"])
    assert not read_state(project.build_state).is_green
    build(project)
    build(project, ["--select", "some_model"])
    assert read_state(project.build_state).is_green
    build(project, ["--vars", "{landing_dir: elsewhere}"])
    assert not read_state(project.build_state).is_green


def test_warnings_are_told_and_do_not_fail(project, dbt):
    dbt.status = "warn"
    assert build(project).warnings == ("build_manifest",)


def test_nothing_landed_says_what_to_do(project):
    with pytest.raises(TrustValueError, match="trust-value land"):
        build(project)


def says(folder, text):
    """A program that says its version."""
    program = folder / "dbt"
    program.write_text(f"#!/bin/sh\necho '{text}'\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("latest", ["1.12.6", "2.0.1"])
def test_a_dbt_of_an_unsupported_version_is_refused_whatever_the_latest_is(tmp_path, latest):
    program = says(tmp_path, f"Core:\n  - installed: 1.8.3\n  - latest:    {latest}")
    with pytest.raises(TrustValueError, match=r"neither dbt 1\.11 or later nor dbt 2.*1\.8\.3"):
        find_dbt(str(program))


def test_a_program_that_says_no_version_is_refused(tmp_path):
    with pytest.raises(TrustValueError, match="it says hello"):
        find_dbt(str(says(tmp_path, "hello")))


@pytest.mark.parametrize("version", ["1.11.16", "1.12.0", "2.0.0-alpha.4", "2.1.3"])
def test_supported_versions_are_taken(tmp_path, version):
    program = says(tmp_path, f"dbt {version}")
    found = find_dbt(str(program))
    assert (found.path, found.major) == (program, int(version[0]))


def test_a_dbt_that_is_not_there_is_an_error_with_advice(tmp_path):
    with pytest.raises(TrustValueError, match="--dbt"):
        find_dbt(str(tmp_path / "dbt"))


def test_plain_dbt_in_a_cold_clone_says_that_nothing_is_landed(tmp_path):
    root = tmp_path / "project"
    copy_checkout(root)
    # the one file of the folder that a clone has
    (root / "build").mkdir()
    shutil.copy(PROJECT / "build" / ".gitignore", root / "build")
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run([dbt, "build"], cwd=root, capture_output=True, text=True)
    assert done.returncode != 0
    assert "Nothing is landed" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
