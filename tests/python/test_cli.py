"""The console command: it teaches, its exit code is honest, and it says nothing quickly."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from trust_value.building.build import Built
from trust_value.building.state import Plan, State, current_state
from trust_value.cli import main
from trust_value.landing.land import land
from trust_value.landing.record import write_json


@pytest.fixture
def invoke(project):
    """Runs the command on the small project."""

    def run(*arguments: str):
        return CliRunner().invoke(main, ["--project-dir", str(project.root), *arguments])

    return run


def test_help_tells_the_verbs_in_the_order_of_their_use():
    text = CliRunner().invoke(main, ["--help"]).output
    places = [text.index(f"\n  {verb} ") for verb in ("land", "build", "publish", "summary", "run")]
    assert places == sorted(places)


def test_land_tells_what_it_found(invoke, publishes):
    publishes("Org Code,Available\nR0A,1\n")
    result = invoke("land")
    assert result.exit_code == 0
    assert "Landed 1 new or changed files; in all 1 files of 1 returns, 1 rows." in result.output
    assert "Nothing is landed for codes.trusts" in result.output
    assert "Nothing new to land" in invoke("land").output


def test_a_refused_file_fails_the_command(invoke, publishes):
    publishes("Org Code,Available\nR0A,1\n", "beds-2023-24.csv")
    publishes("")
    result = invoke("land")
    assert result.exit_code == 1
    assert "Refused: beds-2024-25.csv: the file is empty." in result.output
    assert "Traceback" not in result.output


def test_run_stops_at_the_first_verb_that_fails(invoke, publishes):
    publishes("")
    result = invoke("run")
    assert result.exit_code == 1
    assert "2/4 build" not in result.output


@pytest.mark.parametrize("verb", ["build", "publish", "summary"])
def test_a_verb_out_of_order_says_what_to_do(invoke, verb):
    result = invoke(verb)
    assert result.exit_code == 1
    assert "what to do: `trust-value" in result.output


def test_dbt_arguments_pass_through(invoke, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "trust_value.building.build.build", lambda *a: seen.append(a[1]) or Built(Plan("asked"))
    )
    assert invoke("build", "--select", "a+", "--fail-fast").exit_code == 0
    assert seen == [("--select", "a+", "--fail-fast")]


def test_a_folder_that_is_no_project_is_named(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    result = CliRunner().invoke(main, ["--project-dir", str(folder), "land"])
    assert result.exit_code == 1
    assert f"No dbt_project.yml named trust_value in {folder}" in result.output


def test_with_nothing_changed_dbt_is_not_imported(project, publishes):
    publishes("Org Code,Available\nR0A,1\n")
    land(project)
    project.database.write_bytes(b"a warehouse")
    now = current_state(project)
    write_json(project.build_state, State(True, "1", "", now.project, now.landed, now.database))
    code = (
        "import sys\nfrom trust_value.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as done:\n    assert not done.code\n"
        "print([name for name in ('dbt', 'duckdb') if name in sys.modules])"
    )
    for verb in ("land", "build"):
        command = [sys.executable, "-c", code, "--project-dir", str(project.root), verb]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]"
