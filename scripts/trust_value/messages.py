"""What the verbs say while they work and when they are done."""

from __future__ import annotations

import re
import sys
import textwrap
import time
from collections import Counter
from typing import TYPE_CHECKING, Self

import click

from trust_value.errors import printable

if TYPE_CHECKING:
    from trust_value.building.build import Built
    from trust_value.landing.land import Landing
    from trust_value.project import Project

WIDTH = 100
LINE_WIDTH = 78
STEPS_IN_A_LOG = 5


class Progress:
    """One live line at a terminal; a line every fifth of the way in a log."""

    def __init__(self, doing: str) -> None:
        self.doing, self.started, self.said = doing, time.perf_counter(), 0
        self.is_live = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.text("")
        return self

    def __exit__(self, *_: object) -> None:
        if self.is_live:
            click.echo(f"\r{'':{LINE_WIDTH}}\r", nl=False, err=True)

    def text(self, text: str) -> None:
        """Shows what is being done now; only at a terminal."""
        if self.is_live:
            line = f"{self.doing} {time.perf_counter() - self.started:4.0f} s  {text}"
            click.echo(f"\r{line[:LINE_WIDTH]:{LINE_WIDTH}}", nl=False, err=True)

    def count(self, done: int, total: int, name: str) -> None:
        """Shows how many of how many are done, and the last of them; total 0: not known."""
        if not total:
            self.text(f"{done}  {name}")
            return
        share = done / total
        self.text(f"{share:4.0%}  {done}/{total}  {name}")
        if not self.is_live and int(share * STEPS_IN_A_LOG) > self.said:
            self.said = int(share * STEPS_IN_A_LOG)
            spent = time.perf_counter() - self.started
            click.echo(f"  {self.doing} {share:4.0%}  {done}/{total}  {spent:.0f} s", err=True)


def good(text: str) -> None:
    click.secho(text, fg="green")


def bad(text: str) -> None:
    click.secho(text, fg="red", err=True)


def say_landed(project: Project, landing: Landing) -> bool:
    """Prints what was found and what was not; False where a file was refused."""
    files, rows = Counter(), Counter()
    tables = Counter(name for name, _ in {entry.table for entry in landing.in_use})
    for entry in landing.in_use:
        files[entry.return_name] += 1
        rows[entry.return_name] += entry.rows_landed
    spent = {name: f"{seconds:.2f}" for name, seconds in landing.seconds.items()}
    header = ["return", "files", "tables", "rows", "seconds"]
    lines = [(n, files[n], tables[n], rows[n], spent.get(n)) for n in sorted(files)]
    in_all = f"{files.total()} files of {len(files)} returns, {rows.total():,} rows"
    if landing.new:
        click.echo(table(header, lines))
        good(f"Landed {len(landing.new)} new or changed files; in all {in_all}.")
    else:
        good(f"Nothing new to land: {in_all} are landed.")
    for entry in landing.removed:
        click.echo(f"No longer there, so no longer landed: {printable(entry.file_name)}")
    for entry in landing.superseded:
        click.echo(printable(f"Landed but not read: {entry.file_name}: {entry.reason}."))
    for remark in landing.remarks:
        click.secho(f"To know: {printable(remark)}.", fg="yellow")
    for missing in landing.not_landed:
        click.echo(f"Nothing is landed for {missing.label}: an empty table.")
    for path, similar in landing.unknown:
        shown = printable(project.shown(path))
        hint = ""
        if similar:
            hint = f"\n  Its header is that of {similar.label}, its name is not.\n  what to do: "
            hint += f"name it as its publisher does, or add the name to `files` in {similar.yaml}."
        click.secho(f"Not a known return, left: {shown}.{hint}", fg="yellow")
    for error in landing.refused:
        bad(f"Refused: {error}")
    if landing.refused:
        bad(f"Files refused: {len(landing.refused)}. The others landed; what is served stays.")
    return not landing.refused


def say_built(built: Built) -> None:
    """Prints what was built and why."""
    if not built.plan.is_needed:
        good(f"Nothing to build: {built.plan.reason}.")
        return
    took = f"{built.nodes} models, seeds and tests in {built.seconds:.1f} s"
    good(f"Built, all green: {took} ({built.plan.reason}).")
    for name in built.warnings:
        click.secho(f"  warning: {name}", fg="yellow")


def shown(value: object) -> str:
    """A cell as text: whole numbers with thousands separators, nothing as a dash."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "–" if value is None else str(value)


def table(header: list[str], rows: list[tuple[object, ...]]) -> str:
    """The rows under a header: text to the left, figures to the right, the last column wrapped."""
    texts = [[shown(cell) for cell in row] for row in rows]
    columns = list(zip(header, *texts, strict=True))
    widths = [max(map(len, column)) for column in columns]
    widths[-1] = min(widths[-1], max(WIDTH - sum(widths[:-1]) - 2 * len(widths), 20))
    is_right = [all(re.match(r"[\d£–-]", cell) for cell in column[1:]) for column in columns]
    lines = []
    for cells in [header, *texts] if any(header) else texts:
        wrapped = textwrap.wrap(cells[-1], widths[-1]) or [""]
        line = [
            f"{cell:>{width}}" if right else f"{cell:<{width}}"
            for cell, width, right in zip([*cells[:-1], wrapped[0]], widths, is_right, strict=True)
        ]
        lines.append(("  " + "  ".join(line)).rstrip())
        lines += [" " * (2 * len(widths) + sum(widths[:-1])) + more for more in wrapped[1:]]
    return "\n".join(lines)
