"""The verb `build`: dbt in process, as little as has changed, with every test that hangs on it."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from trust_value.building.engines import QUIET, QUIETLY, Engine, engine, profile_of
from trust_value.building.state import Plan, current_state, plan_build, read_state
from trust_value.errors import TrustValueError
from trust_value.landing.record import write_json
from trust_value.project import Project

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult

DIAGNOSTIC_ROWS = 5
BUILD_ID_MODEL = "build_manifest"
RED = {"error", "fail", "runtime error", "partial success"}
# dbt options that say which nodes to build and nothing that changes what they hold
SELECTING = {"-s", "--select", "--exclude", "--selector", "--resource-type", "-x", "--fail-fast"}
RedrawProgress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Built:
    """What a build did. nodes: models, seeds and tests run; warnings: tests that only warn."""

    plan: Plan
    nodes: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def build(
    project: Project, arguments: Sequence[str] = (), progress: RedrawProgress = lambda *_: None
) -> Built:
    """Builds what has changed; with dbt arguments, exactly what they say.

    progress: called with nodes done, nodes in all, and the name of the last one. A build with
    arguments is publishable only where it adds to a whole green build of the same files and
    returns. Raises TrustValueError where it is red.
    """
    if not project.landing.is_dir():
        raise TrustValueError("Nothing is landed yet.\n  what to do: `trust-value land`.")
    started = time.perf_counter()
    last, now = read_state(project.build_state), current_state(project)
    plan = plan_build(last, now)
    if not plan.is_needed and not arguments:
        return Built(plan)
    options = {argument.split("=")[0] for argument in arguments if argument.startswith("-")}
    is_whole = not arguments or (not plan.is_needed and options <= SELECTING)
    if arguments:
        plan = Plan(f"as asked: {' '.join(arguments)}")
    # a build cut short is not green: what is written now stands until the last test has passed
    write_json(project.build_state, now)
    # dbt makes many objects that live to the end: looking for garbage among them seldom, in a small
    # build never, saves a twentieth of the time
    gc.set_threshold(0 if plan.returns else 50_000, 20, 100)
    with engine(project) as built_on:
        results, build_id = run_dbt(project, [*plan.selection, *arguments], progress)
        red = [result for result in results if str(result.status) in RED]
        if red:
            raise TrustValueError(explain(project, built_on, red, len(results)))
        if results:
            built_on.keep_marts()
    if is_whole:
        # the id stands in the mart too, where that was built again
        is_kept = last.build_id and all(each.node.name != BUILD_ID_MODEL for each in results)
        finished, done = datetime.now(UTC).isoformat(timespec="seconds"), current_state(project)
        done = replace(now, is_green=True, finished_at=finished, database=done.database)
        write_json(
            project.build_state, replace(done, build_id=last.build_id if is_kept else build_id)
        )
    warned = tuple(result.node.name for result in results if str(result.status) == "warn")
    return Built(plan, len(results), warned, time.perf_counter() - started)


def run_dbt(
    project: Project, arguments: Sequence[str], progress: RedrawProgress
) -> tuple[list[NodeResult], str]:
    """Runs `dbt build` in this process: its results, and dbt's id of the run.

    Raises TrustValueError where dbt could not start.
    """
    os.environ.update(QUIET)
    from dbt.cli.main import dbtRunner

    seen: dict[str, Any] = {"done": 0, "all": 0, "id": ""}

    def on_event(event: Any) -> None:  # noqa: ANN401 - dbt's messages have no type of their own
        if event.info.name == "ConcurrencyLine":
            seen.update({"all": event.data.node_count, "id": event.info.invocation_id})
        elif event.info.name == "NodeFinished":
            seen["done"] += 1
            progress(seen["done"], seen["all"], event.data.node_info.node_name)

    # the landing folder and the warehouse are given to dbt relative to the project
    with contextlib.chdir(project.root):
        command = ["build", *QUIETLY, *profile_of(project), *arguments]
        outcome = dbtRunner(callbacks=[on_event]).invoke(command)
    results = getattr(outcome.result, "results", None)
    if results is None:
        why = outcome.exception or "it gave no reason"
        raise TrustValueError(f"dbt could not start the build: {why}\n{what_stands(project)}")
    return list(results), seen["id"]


def explain(project: Project, built_on: Engine, red: list[NodeResult], nodes: int) -> str:
    """What failed, where its SQL is, the first rows a failing test found, and what to do."""
    lines = [f"The build is red: {len(red)} of {nodes} models, seeds and tests failed."]
    for result in red:
        node = result.node
        sql = getattr(node, "compiled_path", None)
        lines.append(f"\n{result.status}: {node.name} ({node.original_file_path})")
        lines += [f"  {line}" for line in (result.message or "").strip().splitlines()]
        lines += [f"  SQL: {sql}"] if sql else []
        if str(result.status) == "fail" and str(node.resource_type) == "test":
            lines += [f"  {row}" for row in diagnostic_rows(built_on, node.compiled_code)]
    return "\n".join([*lines, "", what_stands(project)])


def diagnostic_rows(built_on: Engine, query: str) -> list[str]:
    """The first rows a failing test returns, a line a column that says anything."""
    try:
        columns, rows = built_on.rows(f"select * from ({query}\n) limit {DIAGNOSTIC_ROWS}")
    except built_on.errors as error:
        return [f"its rows cannot be shown: {str(error).splitlines()[0]}"]
    lines = [f"the first rows it found, at most {DIAGNOSTIC_ROWS}:"]
    for row in rows:
        named = zip(columns, row, strict=True)
        texts = [f"{name.strip('_')}: {cell}" for name, cell in named if cell is not None]
        lines += [f"{'  ' if place else '- '}{text}" for place, text in enumerate(texts)]
    return lines


def what_stands(project: Project) -> str:
    """What readers still have, and what to do after a red build."""
    served = "The last publication is untouched. " if project.served_database.exists() else ""
    return (
        f"{served}Nothing is published from this build.\n  what to do: read the SQL named above, "
        "put the file or the model right, then `trust-value build` again."
    )
