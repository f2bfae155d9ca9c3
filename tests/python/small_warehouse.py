"""A checkout with the project's macros and settings and small models: built in seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from built_database import PROJECT
from trust_value.project import Project

FILES = 12
MARTS = ("value_index", "claims_ledger")
COPIED = ("dbt_project.yml", "profiles.yml", "macros", "tests/generic", "models/staging/landing")
STAGING = """
sources:
  - name: beds
    description: Beds.
    tables:
      - name: quarterly
        description: Beds by trust.
        config:
          meta:
            landing:
              files: "beds-(?P<year>\\\\d{4}-\\\\d{2})\\\\.csv"
              header: [Org Code, Available]
              stop: blank
        columns:
          - {name: org_code, config: {meta: {published_as: [Org Code]}}}
          - {name: available, config: {meta: {published_as: [Available]}}}
          - {name: _year}
"""
MODEL = """
select _year as financial_year, cast(available as double) as value
from {{ source('beds', 'quarterly') }}
"""
MART = """
models:
  - name: {name}
    description: One row a year.
    data_tests:
      - unique_combination: {{arguments: {{columns: [financial_year]}}}}
    columns:
      - {{name: financial_year, data_type: string, description: Year.}}
      - {{name: value, data_type: double, description: Beds (count).}}
"""


def make_small_warehouse(folder: Path) -> Project:
    """Writes the checkout; nothing is landed or built yet."""
    for name in COPIED:
        source, target = PROJECT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    manifest = "models/marts/core/build_manifest.sql"
    (folder / manifest).parent.mkdir(parents=True)
    shutil.copy(PROJECT / manifest, folder / manifest)
    core = (PROJECT / "models/marts/core/_core__models.yml").read_text(encoding="utf-8")
    described = "models:\n" + core[core.index("  - name: build_manifest") :]
    (folder / "models/marts/core/_core__models.yml").write_text(described, encoding="utf-8")
    docs = "models/marts/_marts__docs.md"
    shutil.copy(PROJECT / docs, folder / docs)
    (folder / "models/staging/beds").mkdir()
    (folder / "models/staging/beds/_beds__sources.yml").write_text(STAGING)
    for name in MARTS:
        (folder / f"models/marts/{name}.sql").write_text(MODEL)
        (folder / f"models/marts/_{name}__models.yml").write_text(MART.format(name=name))
    project = Project(folder)
    project.returns.mkdir(parents=True)
    project.attribution.write_text("Whose figures these are.\n")
    return project


def publish_files(project: Project, number: int) -> None:
    """Issues every file of the return again, with this number in it."""
    for year in range(FILES):
        # a file that is another's twin would be refused
        text = f"Org Code,Available\nR{year:02d},{number}\n"
        name = f"beds-20{year + 10}-{year + 11}.csv"
        (project.returns / name).write_text(text, encoding="utf-8")
