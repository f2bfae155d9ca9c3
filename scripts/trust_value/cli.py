"""The console command `trust-value`: one verb a subcommand."""

import sys
from pathlib import Path

import click

from trust_value import __version__
from trust_value.errors import TrustValueError
from trust_value.messages import Progress, bad, good, say_built, say_landed
from trust_value.project import DEFAULT_TARGET, TARGETS, Project, find_project
from trust_value.saying_published import say_published, say_rolled_back

HELP = """From published returns of English NHS acute trusts to a warehouse of value for money.

\b
The way, in one direction:
  fetch     what the catalogue has an address for -> data/inbox, each download checked
  land      published files -> build/landing, text Parquet, cell by cell
  build     dbt: staging, intermediate, marts, every test -> build/trust_value.duckdb
  publish   the marts of a green build -> serve/current, for BI tools and analysts
  summary   what is served, for a person
  run       land to summary, each only where something has changed

\b
Examples:
  trust-value run
  trust-value land ~/Downloads/Monthly-AE-April-2025.csv
  trust-value build --select stg_shmi__trust_level+
  trust-value --target spark run
  dbt build                        works as well, after `trust-value land`
"""
PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
PLAIN = click.option("--plain", is_flag=True, help="The summary without colour.")


class Verbs(click.Group):
    """The verbs in the order of their use; errors are printed without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Verbs as they are defined below."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Runs a verb; 1 where it failed in a way a person can put right."""
        try:
            return super().invoke(ctx)
        except TrustValueError as error:
            bad(f"\n{error}")
        except OSError as error:
            bad(f"\n{error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(1)


@click.group(cls=Verbs, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trust-value")
@click.option(
    "--project-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the checkout; default: the nearest upward from here.",
)
@click.option(
    "--target",
    type=click.Choice(TARGETS),
    default=DEFAULT_TARGET,
    show_default=True,
    help="What dbt builds on: DuckDB (dev), or Apache Spark (docs/spark.md).",
)
@click.pass_context
def main(context: click.Context, project_dir: Path | None, target: str) -> None:
    """Finds the project for the verb."""
    context.obj = find_project(project_dir, target)


@main.command()
@click.argument("returns", nargs=-1, metavar="[RETURN]...")
@click.option("--year", "years", multiple=True, help="Financial year, as 2024-25; repeatable.")
@click.option("--list", "is_list", is_flag=True, help="Only show what there is, and its licence.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to fetch to; default: data/inbox.",
)
@click.pass_obj
def fetch(
    project: Project,
    returns: tuple[str, ...],
    years: tuple[str, ...],
    is_list: bool,
    to: Path | None,
) -> None:
    """Fetch published files that the catalogue has an address for.

    Every RETURN by default. Each download is checked before it takes its place, and one cut short
    goes on where it stopped. For the other returns it names the page to take the file from by
    hand. The catalogue is data/catalogue.yml.
    """
    from trust_value.fetching.fetch import catalogue
    from trust_value.fetching.fetch import fetch as fetch_files
    from trust_value.saying_fetched import say_catalogue, say_fetched

    if is_list:
        say_catalogue(catalogue(project), returns, years)
        return
    with Progress("fetching") as progress:
        fetching = fetch_files(project, returns, years, to, progress.text)
    if not say_fetched(project, fetching):
        sys.exit(1)


@main.command()
@PATHS
@click.pass_obj
def land(project: Project, paths: tuple[Path, ...]) -> None:
    """Find each return's tables in published files and land them as text.

    PATHS are folders or files (.csv, .xlsx, .xls, .xlsb, .zip); default: data/returns and
    data/inbox. A file is known by its name and its header, as declared in
    models/staging/<return>/_<return>__sources.yml. Files that did not change are left; one that
    cannot be read as declared is refused whole, and the others still land. Of two files of one
    period the revised one is read.
    """
    from trust_value.landing.land import land as land_files

    with Progress("landing") as progress:
        landing = land_files(project, paths, progress.text)
    if not say_landed(project, landing):
        sys.exit(1)


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--dbt", metavar="PATH", help="Another dbt, 1.11 or later or 2 [TRUST_VALUE_DBT].")
@click.argument("dbt_arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def build(project: Project, dbt_arguments: tuple[str, ...], dbt: str | None = None) -> None:
    """Run dbt build with every test, on what has changed.

    Everything where the project's files changed, what hangs on a return where only that was landed
    anew, nothing where nothing changed. With DBT_ARGUMENTS (--select, --exclude, ...): what they
    say, as in `dbt build`.
    """
    from trust_value.building.build import build as build_project

    with Progress("building") as progress:
        built = build_project(project, dbt_arguments, progress.count, dbt)
    say_built(built)


@main.command()
@click.option("--rollback", is_flag=True, help="Go back to the publication before.")
@click.pass_obj
def publish(project: Project, rollback: bool = False) -> None:
    """Put the marts of a green build before readers, all at once, or take them back.

    Writes serve/releases/<id> (a DuckDB file, Parquet, CSV, an Excel workbook, what describes
    them), then points serve/current at it; the last three releases are kept. A build that is not
    green is refused, and one taken back with --rollback is not published again.
    """
    from trust_value.serving.publish import publish as publish_build
    from trust_value.serving.release import roll_back

    if rollback:
        say_rolled_back(project, *roll_back(project))
        return
    with Progress("publishing"):
        published = publish_build(project)
    say_published(project, published)


@main.command()
@PLAIN
@click.pass_obj
def summary(project: Project, plain: bool) -> None:
    """Print what is served: coverage, value index, size bands, savings, regions, files."""
    from trust_value.summary import summarise

    click.echo(summarise(project), color=False if plain else None)


@main.command()
@PATHS
@PLAIN
@click.pass_context
def run(context: click.Context, paths: tuple[Path, ...], plain: bool) -> None:
    """Land, build, publish and summarise, each only where something has changed.

    PATHS as for `land`. Stops at the first verb that fails; what is served then stays as it was.
    """
    verbs = [(land, {"paths": paths}), (build, {"dbt_arguments": ()}), (publish, {})]
    for number, (verb, arguments) in enumerate([*verbs, (summary, {"plain": plain})], start=1):
        click.secho(f"\n{number}/4 {verb.name}", bold=True)
        context.invoke(verb, **arguments)
    good("\nDone. The next run does only what has changed; `trust-value --help` tells the rest.")
