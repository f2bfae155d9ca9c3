"""Run dbt as a subprocess and read what it leaves in target/."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trust_value.errors import TrustValueError
from trust_value.project import Project

VARIABLE = "TRUST_VALUE_DBT"
QUIET = {"DBT_LOG_LEVEL_FILE": "none", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
# of dbt 1 from 1.11 on, and of dbt 2
SUPPORTED = re.compile(r"\b(1\.(1[1-9]|[2-9]\d)|2\.\d+)\.\d+")
LINES_OF_ADVICE = 8
ReportProgress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Result:
    """One model, seed or test of a run. query: its compiled SQL; path: of its source file."""

    name: str
    kind: str
    status: str
    message: str
    query: str
    path: str
    sql_path: str


@dataclass(frozen=True)
class Run:
    """A finished run. id: dbt's own; results: empty where nothing was selected."""

    id: str
    results: tuple[Result, ...]


def find_dbt(given: str | None = None) -> Path:
    """The dbt given, else that of TRUST_VALUE_DBT, else the one of this environment.

    Raises TrustValueError where there is none or its version is not supported.
    """
    named = given or os.environ.get(VARIABLE)
    if not named:
        return Path(sys.executable).with_name("dbt")
    path = Path(named).expanduser().absolute()
    try:
        said = subprocess.run(  # noqa: S603 - the user names the program
            [path, "--version"], capture_output=True, text=True, env=os.environ | QUIET, check=False
        )
    except OSError as error:
        raise TrustValueError(
            f"There is no dbt that runs at {path}: {error.strerror}.\n"
            f"  what to do: give the path of a dbt with --dbt or {VARIABLE}."
        ) from error
    if not SUPPORTED.search(said.stdout + said.stderr):
        first = " ".join((said.stdout + said.stderr).strip().splitlines()[:1]) or "nothing"
        raise TrustValueError(f"{path} is neither dbt 1.11 or later nor dbt 2: it says {first}.")
    return path


def run_dbt(
    project: Project, dbt: Path, arguments: Sequence[str], report: ReportProgress = lambda *_: None
) -> Run:
    """Runs dbt in the project's folder; report is called with nodes done, in all, and the last.

    Raises TrustValueError where dbt stopped before it could build or test anything.
    """
    target = project.root / "target"
    (target / "run_results.json").unlink(missing_ok=True)
    command = [
        str(dbt), "--log-format", "json", "--no-use-colors",
        *arguments, "--profiles-dir", ".", "--target", project.target,
    ]  # fmt: skip
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - arguments are the user's own
        command,
        cwd=project.root,
        env=os.environ | QUIET,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            event = event_of(line)
            done, total = event.get("index"), event.get("total")
            if isinstance(done, int) and isinstance(total, int) and event.get("status") != "start":
                report(done, total, event["node_info"]["node_name"])
            elif event.get("msg"):
                said.append(event["msg"])
    try:
        found = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    except OSError:
        found = None
    if process.returncode not in (0, 1) or (found is None and process.returncode):
        raise TrustValueError(
            "dbt could not start:\n" + "\n".join(f"  {line}" for line in said[-LINES_OF_ADVICE:])
        )
    if found is None:
        return Run("", ())
    return Run(found["metadata"]["invocation_id"], results_of(project, found))


def event_of(line: str) -> dict:
    """The data of a line of dbt's log, with its message; a plain line is a message alone."""
    try:
        event = json.loads(line)
    except ValueError:
        return {"msg": line.strip()}
    if not isinstance(event, dict) or "info" not in event:
        return {"msg": line.strip()}
    data = dict(event.get("data") or {})
    if event["info"].get("level") == "error":
        data["msg"] = event["info"].get("msg", "")
    else:
        data.pop("msg", None)
    return data


def results_of(project: Project, found: dict) -> tuple[Result, ...]:
    """The results of a run; where one is red or warns, with what dbt's manifest says of it."""
    told = any(row["status"] not in ("success", "pass") for row in found["results"])
    nodes = {}
    if told:
        manifest = json.loads((project.root / "target" / "manifest.json").read_text("utf-8"))
        nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    results = []
    for row in found["results"]:
        node = nodes.get(row["unique_id"], {})
        kind, *_, name = row["unique_id"].split(".")
        results.append(
            Result(
                name=node.get("name", name),
                kind=kind,
                status=row["status"],
                message=row.get("message") or "",
                query=row.get("compiled_code") or "",
                path=node.get("original_file_path", ""),
                sql_path=node.get("compiled_path") or "",
            )
        )
    return tuple(results)
