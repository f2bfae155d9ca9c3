"""What the last build stood on, so that the next one does only what has changed."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from trust_value.landing.record import read_record
from trust_value.project import Project

PROJECT_FOLDERS = ("models", "macros", "seeds", "tests/generic", "tests/singular")
PROJECT_FILES = ("dbt_project.yml", "profiles.yml", ".dbtignore", "requirements/run.txt")


@dataclass(frozen=True)
class State:
    """A build. is_green: every model built and every test passed, over the whole project.

    build_id: dbt's id of the run that last built the manifest; finished_at: UTC; project: hash of
    the dbt project's files; landed: what each return's landed tables hang on; database: size in
    bytes and time of change of the warehouse file right after it, empty where there is none.
    """

    is_green: bool = False
    build_id: str = ""
    finished_at: str = ""
    project: str = ""
    landed: dict[str, list[str]] = field(default_factory=dict)
    database: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a build has to do: nothing, all, or what hangs on the returns that changed.

    has_unit_tests: whether dbt's unit tests run too. They read no landed file: they hold the
    formulas of the project's files, and run where those changed since the last build.
    """

    reason: str
    is_needed: bool = True
    returns: tuple[str, ...] = ()
    has_unit_tests: bool = True

    @property
    def selection(self) -> list[str]:
        """Arguments for dbt. A return's change also changes the manifest of landed files."""
        without = [] if self.has_unit_tests else ["--exclude-resource-type", "unit_test"]
        if not self.returns:
            return without
        sources = [f"source:{name}+" for name in (*self.returns, "landing")]
        return ["--select", *sources, *without]


def read_state(path: Path) -> State:
    """The state kept; that of no build where there is none or it cannot be read."""
    try:
        return State(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def current_state(project: Project) -> State:
    """What a build would stand on now, not green yet."""
    digest = hashlib.sha256()
    paths = [project.root / name for name in PROJECT_FILES]
    for folder in PROJECT_FOLDERS:
        paths += sorted((project.root / folder).rglob("*"))
    for path in paths:
        if path.is_file() and not path.name.startswith("."):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(project.root)} {len(content)}\n".encode() + content)
    landed = read_record(project.landing_record).fingerprint()
    mark: list[int] = []
    if project.database.exists():
        stat = project.database.stat()
        mark = [stat.st_size, stat.st_mtime_ns]
    return State(project=digest.hexdigest()[:16], landed=landed, database=mark)


def plan_build(last: State, now: State) -> Plan:
    """What is to be built, given what the last build stood on and what is there now."""
    if not last.is_green:
        is_first = not last.project
        reason = "first build" if is_first else "no green build to start from"
        return Plan(reason, has_unit_tests=not is_first)
    if not now.database:
        return Plan("the warehouse file is gone")
    if last.project != now.project:
        return Plan("the project's files changed")
    if last.database != now.database:
        return Plan("something else wrote to the warehouse since the last build")
    names = sorted(last.landed.keys() | now.landed.keys())
    changed = tuple(name for name in names if last.landed.get(name) != now.landed.get(name))
    if changed:
        return Plan(f"newly landed: {', '.join(changed)}", returns=changed, has_unit_tests=False)
    return Plan("nothing has changed since the last green build", is_needed=False)
