"""A small project to land, build and publish in, away from the real one."""

import shutil
from pathlib import Path

import duckdb
import pytest

from trust_value.paths import Project

MACROS = Path(__file__).resolve().parents[2] / "macros" / "schema"
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
    (tmp_path / "dbt_project.yml").write_text("name: trust_value\n")
    staging = tmp_path / "models" / "staging" / "small"
    staging.mkdir(parents=True)
    (staging / "_small__sources.yml").write_text(SOURCES)
    macros = tmp_path / "macros" / "schema"
    macros.mkdir(parents=True)
    for name in ("known_marks.sql", "published_number.sql"):
        shutil.copy(MACROS / name, macros / name)
    made = Project(tmp_path)
    made.returns.mkdir(parents=True)
    return made


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
