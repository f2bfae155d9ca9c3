"""The README's quoted figures, as the summary prints them: `make readme` writes them anew.

A block to keep is fenced, under a comment that names the part of the summary and, where not the
whole table is wanted, how many rows of it: `<!-- summary: Value index; first 5 -->`.
"""

import re
import sys
from pathlib import Path

import click

PROJECT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(
    r"(?P<mark><!-- summary: (?P<part>[^>]+?)(?:; first (?P<rows>\d+))? -->\n```\n).*?```", re.S
)


def table_of(summary: str, part: str, rows: str | None) -> str:
    """The first table under a heading of the summary: its header and the rows wanted, as lines."""
    lines = iter(summary.splitlines())
    for line in lines:
        if line == part:
            break
    else:
        raise ValueError(f"the summary has no part named {part!r}")
    table = []
    for line in lines:
        if not line.startswith("  "):
            break
        table.append(line + "\n")
    return "".join(table[: int(rows) + 1] if rows else table)


def filled(readme: str, summary: str) -> str:
    """The README with every marked block as the summary has it."""
    return BLOCK.sub(
        lambda found: f"{found['mark']}{table_of(summary, found['part'], found['rows'])}```", readme
    )


def main() -> None:
    """Writes the blocks of the README from what is served."""
    from trust_value.project import Project
    from trust_value.summary import summarise

    path = PROJECT / "README.md"
    before = path.read_text(encoding="utf-8")
    after = filled(before, click.unstyle(summarise(Project(PROJECT))))
    path.write_text(after, encoding="utf-8")
    sys.stdout.write("README.md is as it was.\n" if after == before else "README.md is written.\n")


if __name__ == "__main__":
    main()
