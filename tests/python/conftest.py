"""A small project to land, build and publish in, away from the real one."""

import json
import shutil
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest
import yaml

import recompute
import trust_value.report
from built_database import PROJECT, open_bundled
from built_elsewhere import BARE, build_models, copy_checkout
from served_report import render
from trust_value.building.state import State, current_state
from trust_value.landing.record import write_json
from trust_value.project import Project

SOURCES = """
sources:
  - name: beds
    tables:
      - name: quarterly
        config:
          meta:
            landing:
              files: "beds-(?P<year>\\\\d{4}-\\\\d{2})( \\\\(1\\\\))?\\\\.csv"
              header: [Org Code, Available]
              stop: blank
        columns:
          - {name: org_code, config: {meta: {published_as: [Org Code, Organisation Code]}}}
          - {name: available, config: {meta: {published_as: [Available, "Available beds"]}}}
          - {name: note, config: {meta: {optional: true, published_as: [Note]}}}
          - {name: _year}
  - name: codes
    tables:
      - name: trusts
        config: {meta: {landing: {files: "codes\\\\.csv", header: none, stop: end}}}
        columns:
          - {name: trust_code, config: {meta: {position: 1}}}
          - {name: closed, config: {meta: {position: 3}}}
  - name: costs
    config: {meta: {marks: ['*', '-']}}
    tables:
      - name: accounts
        config:
          meta:
            landing:
              files: "costs-(?P<sector>FTs|Trusts)-(?P<year>[0-9-]+)\\
                (?P<revised>-revised[0-9]*)?(-issued-(?P<published>[0-9-]+))?\\
                [.](csv|xlsx|xls|xlsb|zip)"
              sheet: "(?i)all data"
              header: [Name, Total]
        data_tests:
          - numbers_are_readable: {arguments: {columns: [total]}}
        columns:
          - {name: organisation, config: {meta: {published_as: [Name, Organisation Name]}}}
          - {name: total, config: {meta: {published_as: [Total, Value number]}}}
      - name: providers
        config:
          meta:
            landing:
              files: "costs-(?P<sector>FTs|Trusts)-(?P<year>[0-9-]+)\\
                (?P<revised>-revised[0-9]*)?[.](xlsx|xls|xlsb|zip)"
              sheet: "List of Providers"
              header: [Full name]
              optional: true
        columns:
          - {name: organisation, config: {meta: {published_as: [Full name]}}}
          - {name: trust_code, config: {meta: {published_as: [NHS code]}}}
  - name: stays
    tables:
      - name: monthly
        config:
          meta:
            landing:
              files: "stays(-(?P<month>[A-Z][a-z]+-[0-9]{4}))?.*[.]csv"
              header: [Year, Stays]
              period: year
              dates: {ended_on: '%d/%m/%Y'}
              expected: {month: '(?i)(Stays[- ]{month}|total)', Period: '{month}'}
        columns:
          - {name: year, config: {meta: {published_as: [Year]}}}
          - {name: stays, config: {meta: {published_as: [Stays]}}}
          - {name: ended_on, config: {meta: {published_as: [Ended], optional: true}}}
          - {name: month, config: {meta: {published_as: [Month], optional: true}}}
  - name: groups
    tables:
      - name: quarterly
        config:
          meta:
            landing:
              files: "groups[.](xlsx|csv)"
              header: [Org Code, Total]
              group_header: true
        columns:
          - {name: org_code, config: {meta: {published_as: [Org Code]}}}
          - {name: available, config: {meta: {published_as: [Available Total]}}}
          - {name: occupied, config: {meta: {published_as: [Occupied Total]}}}
  - name: landing
    tables:
      - name: manifest
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with two declared returns and nothing landed."""
    cells = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    (tmp_path / "dbt_project.yml").write_text(
        yaml.safe_dump({"name": "trust_value", "vars": cells})
    )
    staging = tmp_path / "models" / "staging" / "small"
    staging.mkdir(parents=True)
    (staging / "_small__sources.yml").write_text(SOURCES)
    made = Project(tmp_path)
    made.returns.mkdir(parents=True)
    made.attribution.write_text("Whose figures these are.\n")
    return made


@pytest.fixture
def without_report(monkeypatch):
    """Publishes without a report: that of marts as small as these is another module's test."""
    monkeypatch.setattr(trust_value.report, "render_report", lambda *_: None)
    monkeypatch.setattr(trust_value.report, "Drawing", nullcontext)


@pytest.fixture
def green(project: Project, without_report):  # noqa: ARG001
    """Says that what the warehouse holds now is a green build; its dictionary is made already."""

    def say(number: int, *, is_green: bool = True) -> None:
        now = current_state(project)
        finished = f"2026-01-01T00:00:{number:02d}+00:00"
        state = State(is_green, f"{number:08d}", finished, now.project, now.landed, now.database)
        write_json(project.build_state, state)
        project.dictionary.mkdir(parents=True, exist_ok=True)
        (project.dictionary / f"{now.project}.html").write_text("<html>dictionary</html>")
        facts = {"value_index": {"key": ["trust_code"], "version": 2}}
        (project.dictionary / f"{now.project}.json").write_text(json.dumps(facts))

    return say


@pytest.fixture
def builds(project: Project, green):
    """Makes a green build whose one mart holds a number."""

    def make(number: int, *, is_green: bool = True) -> None:
        project.database.parent.mkdir(exist_ok=True)
        with duckdb.connect(str(project.database)) as warehouse:
            warehouse.execute("create schema if not exists marts")
            warehouse.execute(
                "create or replace table marts.value_index "
                "(trust_code varchar not null, value double, on_day date, big hugeint)"
            )
            warehouse.execute(
                f"insert into marts.value_index values ('R0A', {number}, '2024-04-01', 1)"
            )
            warehouse.execute(
                "comment on table marts.value_index is 'One row a trust''s year; ''quoted''.'"
            )
            warehouse.execute("comment on column marts.value_index.value is 'Value (£ per £1,000)'")
            warehouse.execute("create or replace view marts.not_a_table as select 1 as one")
        green(number, is_green=is_green)

    return make


@pytest.fixture
def publishes(project: Project):
    """Leaves a published file in the project's data/returns; returns its path."""

    def leave(text: str | bytes, name: str = "beds-2024-25.csv") -> Path:
        path = project.returns / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return leave


@pytest.fixture
def landed(project: Project):
    """Rows landed for a table, as dicts in the order of the file."""

    def rows(label: str = "beds.quarterly") -> list[dict[str, object]]:
        folder = project.landing / label.replace(".", "/")
        found = duckdb.sql(
            f"select * from read_parquet('{folder}/*.parquet', union_by_name = true)"
            + (" order by _file, _row" if label != "landing.manifest" else "")
        )
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    return rows


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the built marts, rendered once."""
    return render(tmp_path_factory.mktemp("release") / "whole")


@pytest.fixture(scope="session")
def bundled():
    """The built database of the bundled returns, read-only."""
    with open_bundled() as connection:
        yield connection


@pytest.fixture(scope="session")
def as_reported(tmp_path_factory):
    """The same returns built with `trust_basis: as_reported`, read-only."""
    open_bundled().close()
    root = tmp_path_factory.mktemp("as_reported") / "project"
    copy_checkout(root)
    shutil.copytree(PROJECT / "build" / "landing", root / "build" / "landing")
    options = (*BARE, "--vars", "{trust_basis: as_reported}")
    with build_models(root, "+path:models/marts", options=options) as connection:
        yield connection


@pytest.fixture
def marts(request):
    """The marts of the basis a test is parametrised with, else of the latest."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    basis = parameters.get("basis", recompute.LATEST)
    name = "as_reported" if basis == recompute.AS_REPORTED else "bundled"
    return request.getfixturevalue(name)
