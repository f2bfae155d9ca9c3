"""What the verb `fetch` says: what the catalogue has, and what came of fetching it."""

from collections.abc import Collection

import click

from trust_value.fetching.catalogue import Entry, choose
from trust_value.fetching.fetch import Fetching
from trust_value.messages import bad, good
from trust_value.project import Project


def say_catalogue(
    entries: list[Entry], returns: Collection[str] = (), years: Collection[str] = ()
) -> None:
    """Prints the returns and years chosen: licence, files that can be fetched, page."""
    for entry in choose(entries, returns, years):
        click.secho(f"{entry.return_name}  {entry.title}", bold=True)
        click.echo(f"  {entry.publisher}, {entry.licence}")
        for one in entry.files:
            years_held = one.years[0] + (f" to {one.years[-1]}" if len(one.years) > 1 else "")
            click.echo(f"  {years_held}  {one.kind}  {one.address}")
        click.echo(f"  page: {entry.page or 'none known'}")


def say_fetched(project: Project, fetching: Fetching) -> bool:
    """Prints each file's outcome and where the rest is published; False where one was refused."""
    for path, outcome in fetching.outcomes.items():
        good(f"{outcome:<9}  {project.shown(path)}")
    for entry in fetching.by_hand:
        page = entry.page or f"no page is known; ask {entry.publisher}"
        click.echo(f"by hand    {entry.return_name}: {page}")
    for error in fetching.refused:
        bad(f"Refused: {error}")
    folders = {path.parent for path in fetching.outcomes}
    for folder in folders:
        click.echo(f"To land them: trust-value land {project.shown(folder)}")
    return not fetching.refused
