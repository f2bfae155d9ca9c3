"""The verb `summary`: what is served, told to a person, from the served file alone.

The text, the SELECTs and their order are in summary.sql.
"""

import textwrap
from pathlib import Path

import click
import duckdb

from trust_value.errors import TrustValueError
from trust_value.messages import WIDTH, table
from trust_value.project import Project


def summarise(project: Project) -> str:
    """The whole summary as text of at most 100 columns. Raises TrustValueError where it cannot."""
    if not project.served_database.is_file():
        raise TrustValueError("Nothing is published yet.\n  what to do: `trust-value run`.")
    text = Path(__file__).with_name("summary.sql").read_text(encoding="utf-8")
    _, macros, year, *parts = text.split("\n-- ## ")
    with duckdb.connect(str(project.served_database), read_only=True) as served:
        try:
            served.execute(macros.partition("\n")[2])
            values = {
                "year": served.execute(year.partition("\n")[2]).fetchall()[0][0],
                "release": (project.serve / "current").resolve().name,
            }
            if values["year"] is None:
                return "No trust has a value yet: what the index needs is not landed."
            texts = [tell(served, part, values) for part in parts]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise TrustValueError(
                f"The served file lacks a mart or column of the summary.\n  {error}\n"
                "  what to do: `trust-value run`, so that what is served fits this version."
            ) from error
    return "\n\n".join([*texts, where_files_are(project)])


def tell(served: duckdb.DuckDBPyConnection, part: str, values: dict[str, str]) -> str:
    """One part: its heading, then the result of each of its statements."""
    title, _, statements = part.partition("\n")
    lines = [click.style(title, bold=True)]
    for statement in statements.strip().removesuffix(";").split(";\n"):
        used = {name: value for name, value in values.items() if f"${name}" in statement}
        result = served.execute(statement, used or None)
        header, rows = [column[0] for column in result.description or []], result.fetchall()
        if len(header) > 1:
            lines.append(table(header, rows))
        lines += [textwrap.fill(str(row[0]), WIDTH) for row in rows if len(header) == 1]
    return "\n".join(lines)


def where_files_are(project: Project) -> str:
    """The paths a reader needs."""
    current = project.serve / "current"
    rows = [
        ("to look at", project.shown(current / "report" / "index.html"), "open it in a browser"),
        ("for BI tools", project.shown(current / "trust_value.duckdb"), "open it read-only"),
        ("for Excel", project.shown(current / "trust_value.xlsx"), "a sheet a mart"),
        ("for everything else", project.shown(current), "parquet/, csv/, datapackage.json"),
        ("what columns hold", project.shown(current / "dictionary.html"), "open it in a browser"),
        ("for engineers", project.shown(project.database), "all models, made anew by each build"),
    ]
    return "\n".join([click.style("Where the files are", bold=True), table(["", "", ""], rows)])
