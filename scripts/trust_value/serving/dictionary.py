"""What dbt knows of the marts and the database does not: the data dictionary, keys, versions.

All of it hangs on the project's files alone, so it is made once for each state of them and kept in
build/dictionary; a build of newly landed returns takes what is there.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trust_value.building.dbt import own_dbt, run_dbt
from trust_value.errors import TrustValueError

if TYPE_CHECKING:
    from trust_value.project import Project

MARTS_FOLDER = "models/marts/"
# generic tests that hold a grain, and the argument that names its columns
GRAIN_TESTS = {"unique_combination": "columns", "rules_hold": "key"}
COMMAND = ("docs", "generate", "--static", "--no-compile")


@dataclass(frozen=True)
class Facts:
    """Of one mart. key: the columns that name a row; version: of its contract."""

    key: tuple[str, ...]
    version: int


def dictionary(project: Project, fingerprint: str) -> tuple[Path, dict[str, Facts]]:
    """The page of the data dictionary and the facts by mart, for this state of the project's files.

    Takes about two seconds where the files changed since the last publication, no time otherwise.
    Raises TrustValueError where dbt cannot make it.
    """
    page = project.dictionary / f"{fingerprint}.html"
    facts = page.with_suffix(".json")
    if not (page.is_file() and facts.is_file()):
        generate(project)
        target = project.root / "target"
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        shutil.rmtree(project.dictionary, ignore_errors=True)
        project.dictionary.mkdir(parents=True)
        content = {name: asdict(fact) for name, fact in facts_of(manifest).items()}
        facts.write_text(json.dumps(content), encoding="utf-8")
        beside = page.with_suffix(".new")
        # dbt writes where the checkout lies on this machine: no matter of a reader's
        text = (target / "static_index.html").read_text(encoding="utf-8")
        beside.write_text(text.replace(str(project.root), "."), encoding="utf-8")
        os.replace(beside, page)
    known = json.loads(facts.read_text(encoding="utf-8"))
    return page, {name: Facts(tuple(fact["key"]), fact["version"]) for name, fact in known.items()}


def generate(project: Project) -> None:
    """Lets dbt 1 write target/static_index.html and target/manifest.json: dbt 2 has no page."""
    try:
        run_dbt(project, own_dbt(), COMMAND)
    except TrustValueError as error:
        raise TrustValueError(
            f"The data dictionary was not made. {error}\n  what is served stays as it was.\n"
            "  what to do: see what `dbt docs generate` says."
        ) from error


def facts_of(manifest: dict[str, Any]) -> dict[str, Facts]:
    """Key and contract version of every mart, from dbt's manifest."""
    keys: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        made_from = node.get("test_metadata") or {}
        argument = GRAIN_TESTS.get(made_from.get("name", ""))
        # dbt 2 leaves the name of the model out where there is none
        model = node.get("attached_node")
        if argument and model:
            keys[model] = tuple(made_from["kwargs"][argument])
    return {
        node["name"]: Facts(keys.get(name, ()), int(node["config"]["meta"]["contract_version"]))
        for name, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(MARTS_FOLDER)
    }
