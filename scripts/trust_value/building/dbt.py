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
# dbt 1 and dbt 2 call it otherwise when no log file is wanted
NO_LOG_FILE = {1: "none", 2: "off"}
# dbt names its own version first; dbt 1 then names the latest one, which may be supported
VERSION = re.compile(r"\b(\d+)\.(\d+)\.\d+")
FINISHED = re.compile(r"Log[A-Za-z]*Result")
LINES_OF_ADVICE = 8
ReportProgress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Dbt:
    """A dbt to run. major: 1 or 2."""

    path: Path
    major: int = 1

    @property
    def environment(self) -> dict[str, str]:
        """Variables of this process, and those that keep dbt quiet."""
        quiet = {"DBT_LOG_LEVEL_FILE": NO_LOG_FILE[self.major]}
        return os.environ | quiet | {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


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


def find_dbt(given: str | None = None) -> Dbt:
    """The dbt given, else that of TRUST_VALUE_DBT, else the one of this environment.

    Raises TrustValueError where there is none or its version is not supported.
    """
    named = given or os.environ.get(VARIABLE)
    if not named:
        return own_dbt()
    path = Path(named).expanduser().absolute()
    try:
        answer = subprocess.run(  # noqa: S603 - the user names the program
            [path, "--version"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise TrustValueError(
            f"There is no dbt that runs at {path}: {error.strerror}.\n"
            f"  what to do: give the path of a dbt with --dbt or {VARIABLE}."
        ) from error
    said = (answer.stdout + answer.stderr).strip()
    version = VERSION.search(said)
    major, minor = (int(version[1]), int(version[2])) if version else (0, 0)
    if not (major == 2 or (major == 1 and minor >= 11)):
        stated = version[0] if version else " ".join(said.splitlines()[:1]) or "nothing"
        raise TrustValueError(f"{path} is neither dbt 1.11 or later nor dbt 2: it says {stated}.")
    return Dbt(path, major)


def own_dbt() -> Dbt:
    """The dbt of this environment: dbt 1, as requirements/run.txt pins it."""
    return Dbt(Path(sys.executable).with_name("dbt"))


def run_dbt(
    project: Project, dbt: Dbt, arguments: Sequence[str], report: ReportProgress = lambda *_: None
) -> Run:
    """Runs dbt in the project's folder.

    report: called with nodes done, nodes in all (0 where dbt does not say) and the name of the
    last. Raises TrustValueError where dbt stopped before it could build or test anything.
    """
    results = project.root / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    command = [str(dbt.path), "--log-format", "json", "--no-use-colors", *arguments]
    command += ["--profiles-dir", ".", "--target", project.target]
    said: list[str] = []
    done = 0
    with subprocess.Popen(  # noqa: S603 - arguments are the user's own
        command,
        cwd=project.root,
        env=dbt.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            info, data = event_of(line)
            if FINISHED.fullmatch(info.get("name", "")):
                done += 1
                report(done, data.get("total", 0), data["node_info"]["node_name"])
            elif info.get("level") == "error":
                said += info["msg"].splitlines()
    if process.returncode and not results.is_file():
        last = "\n".join(f"  {line}" for line in said[-LINES_OF_ADVICE:])
        raise TrustValueError(f"dbt could not start:\n{last}")
    if not results.is_file():
        return Run("", ())
    found = json.loads(results.read_text(encoding="utf-8"))
    return Run(found["metadata"]["invocation_id"], results_of(project, found["results"]))


def event_of(line: str) -> tuple[dict, dict]:
    """What dbt's log says of an event, and its data; a line that is no event is an error's text."""
    try:
        event = json.loads(line)
        return event["info"], event.get("data") or {}
    except (ValueError, TypeError, KeyError):
        return {"level": "error", "msg": line.rstrip()}, {}


def results_of(project: Project, rows: list[dict]) -> tuple[Result, ...]:
    """The results of a run; where one did not pass, with what dbt's manifest says of it."""
    nodes = {}
    if any(row["status"] not in ("success", "pass") for row in rows):
        manifest = json.loads((project.root / "target" / "manifest.json").read_text("utf-8"))
        nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    results = []
    for row in rows:
        node = nodes.get(row["unique_id"], {})
        kind, *_, name = row["unique_id"].split(".")
        results.append(
            Result(
                name=node.get("name", name),
                kind=kind,
                status=row["status"],
                message=row.get("message") or "",
                query=row.get("compiled_code") or compiled(project, node),
                path=node.get("original_file_path", ""),
                sql_path=node.get("compiled_path") or "",
            )
        )
    return tuple(results)


def compiled(project: Project, node: dict) -> str:
    """The compiled SQL of a node of the manifest, from the file that dbt 2 leaves; else nothing."""
    path = project.root / (node.get("compiled_path") or "")
    return path.read_text(encoding="utf-8") if path.is_file() else ""
