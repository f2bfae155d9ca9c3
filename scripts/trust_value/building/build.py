"""The verb `build`: `dbt build` on what has changed, with every test that depends on it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from trust_value.building.dbt import ReportProgress, Result, find_dbt, run_dbt
from trust_value.building.state import Plan, current_state, plan_build, read_state
from trust_value.errors import TrustValueError
from trust_value.landing.record import write_json
from trust_value.project import SPARK_TARGET, Project

DIAGNOSTIC_ROWS = 5
BUILD_ID_MODEL = "build_manifest"
RED = {"error", "fail", "runtime error", "partial success"}
# dbt options that say which nodes to build and nothing that changes what they hold
SELECTING = {"-s", "--select", "--exclude", "--selector", "--resource-type", "-x", "--fail-fast"}


@dataclass(frozen=True)
class Built:
    """What a build did. nodes: models, seeds and tests run; warnings: tests that only warn."""

    plan: Plan
    nodes: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def build(
    project: Project,
    arguments: Sequence[str] = (),
    report: ReportProgress = lambda *_: None,
    dbt: str | None = None,
) -> Built:
    """Builds what has changed; with dbt arguments, exactly what they say.

    report: called with nodes done, nodes in all, and the name of the last one; dbt: path of
    another dbt. A build with arguments can be published only where it adds to a whole green build
    of the same files and returns. Raises TrustValueError where it is red.
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
    try:
        run = run_dbt(project, find_dbt(dbt), ["build", *plan.selection, *arguments], report)
    except TrustValueError as error:
        raise TrustValueError(f"{error}\n{what_stands(project)}") from error
    red = [result for result in run.results if result.status in RED]
    if red:
        raise TrustValueError(explain(project, red, len(run.results)))
    if run.results and project.target == SPARK_TARGET:
        from trust_value.building.spark import keep_marts

        keep_marts(project)
    if is_whole:
        # the id stands in the mart too, where that was built again
        is_kept = last.build_id and all(each.name != BUILD_ID_MODEL for each in run.results)
        finished, done = datetime.now(UTC).isoformat(timespec="seconds"), current_state(project)
        done = replace(now, is_green=True, finished_at=finished, database=done.database)
        write_json(
            project.build_state, replace(done, build_id=last.build_id if is_kept else run.id)
        )
    warned = tuple(result.name for result in run.results if result.status == "warn")
    return Built(plan, len(run.results), warned, time.perf_counter() - started)


def explain(project: Project, red: Sequence[Result], nodes: int) -> str:
    """What failed, where its SQL is, the first rows a failing test found, and what to do."""
    lines = [f"The build is red: {len(red)} of {nodes} models, seeds and tests failed."]
    for result in red:
        lines.append(f"\n{result.status}: {result.name} ({result.path})")
        lines += [f"  {line}" for line in result.message.strip().splitlines()]
        lines += [f"  SQL: {result.sql_path}"] if result.sql_path else []
        if result.status == "fail" and result.kind == "test" and result.query:
            lines += [f"  {row}" for row in diagnostic_rows(project, result.query)]
    return "\n".join([*lines, "", what_stands(project)])


def diagnostic_rows(project: Project, query: str) -> list[str]:
    """The first rows a failing test returns, a line a column that says anything."""
    query = f"select * from ({query}\n) as found limit {DIAGNOSTIC_ROWS}"
    try:
        if project.target == SPARK_TARGET:
            from trust_value.building.spark import rows_of

            columns, rows = rows_of(project, query)
        else:
            columns, rows = rows_of_warehouse(project.root, project.database, query)
    except Exception as error:
        return [f"its rows cannot be shown: {str(error).splitlines()[0]}"]
    lines = [f"the first rows it found, at most {DIAGNOSTIC_ROWS}:"]
    for row in rows:
        named = zip(columns, row, strict=True)
        texts = [f"{name.strip('_')}: {cell}" for name, cell in named if cell is not None]
        lines += [f"{'  ' if place else '- '}{text}" for place, text in enumerate(texts)]
    return lines


def rows_of_warehouse(folder: Path, database: Path, query: str) -> tuple[list[str], Iterable]:
    """Columns and rows of a query. The landed tables are views with paths relative to folder."""
    import duckdb

    with contextlib.chdir(folder), duckdb.connect(str(database), read_only=True) as warehouse:
        found = warehouse.sql(query)
        return found.columns, found.fetchall()


def what_stands(project: Project) -> str:
    """What readers still have, and what to do after a red build."""
    served = "The last publication is untouched. " if project.served_database.exists() else ""
    return (
        f"{served}Nothing is published from this build.\n  what to do: put the file or the model "
        "right that is named above, then `trust-value build` again."
    )
