"""The verb `publish`: the marts of a green build, put before readers at once.

A publication is a folder of its own under serve/releases, made aside and renamed when whole;
`serve/current` is a link that is replaced in one step, so a reader has the old one or the new one.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from trust_value.duck import literal
from trust_value.errors import TrustValueError
from trust_value.paths import Project
from trust_value.state import current_state, plan_build, read_state

RELEASES_KEPT = 3
UNFINISHED = ".new-"
# readable by every DuckDB from 1.0 on
STORAGE_VERSION = "v1.0.0"
MARTS = """
select table_name, comment from duckdb_tables()
where database_name = 'built' and schema_name = 'marts' order by table_name
"""
COLUMNS = """
select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()
where database_name = 'built' and schema_name = 'marts' order by table_name, column_index
"""


@dataclass(frozen=True)
class Published:
    """A publication. marts: tables in it; is_new: False where this build was published before."""

    release: Path
    marts: int
    is_new: bool


def publish(project: Project) -> Published:
    """Publishes the last build. Raises TrustValueError: not green, or cannot be written."""
    state = read_state(project.build_state)
    plan = plan_build(state, current_state(project))
    if plan.is_needed:
        raise TrustValueError(
            f"There is no green build of what is there now to publish ({plan.reason}).\n"
            "  what is served stays as it is.\n  what to do: `trust-value build`, then publish."
        )
    finished = datetime.fromisoformat(state.finished_at).astimezone(UTC)
    release = project.serve / "releases" / f"{finished:%Y%m%dT%H%M%SZ}-{state.build_id[:8]}"
    current = project.serve / "current"
    if project.served_database.is_file() and current.resolve() == release.resolve():
        return Published(release, 0, is_new=False)
    return Published(release, write_release(project, release), is_new=True)


def write_release(project: Project, release: Path) -> int:
    """Writes a release aside, puts it in place, points `current` at it, drops the oldest.

    Returns how many marts. Raises TrustValueError; what was served then still is.
    """
    releases = release.parent
    aside = releases / f"{UNFINISHED}{release.name}"
    try:
        for left_over in releases.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left_over)
        (aside / "parquet").mkdir(parents=True)
        marts = copy_marts(project.database, aside)
        for path in [*aside.rglob("*"), aside]:
            sync(path)
        if release.exists():
            shutil.rmtree(release)
        aside.rename(release)
        sync(releases)
        point_at(project.serve, release)
        for old in sorted(path for path in releases.iterdir() if path.name[0] != ".")[
            :-RELEASES_KEPT
        ]:
            if old != release:
                shutil.rmtree(old)
    except (OSError, duckdb.Error) as error:
        with suppress(OSError):
            shutil.rmtree(aside)
        where = project.shown(project.serve)
        raise TrustValueError(
            f"The publication could not be written to {where}/: {error}\n"
            "  what is served stays as it was.\n"
            f"  what to do: see that {where}/ can be written to and its disk has room, then "
            "`trust-value publish` again."
        ) from error
    return marts


def copy_marts(database: Path, folder: Path) -> int:
    """Copies every table of the marts to a DuckDB file and to Parquet files; returns how many."""
    target = folder / "trust_value.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(database)} as built (read_only)")
        options = f"storage_version '{STORAGE_VERSION}'"
        connection.execute(f"attach {literal(target)} as served ({options})")
        marts = connection.execute(MARTS).fetchall()
        if not marts:
            raise TrustValueError("The build has no marts.\n  what to do: `trust-value build`.")
        columns: dict[str, list[tuple]] = {}
        for mart, *column in connection.execute(COLUMNS).fetchall():
            columns.setdefault(mart, []).append(tuple(column))
        # one transaction: several hundred comments would otherwise each wait for the disk
        connection.execute("begin")
        for name, comment in marts:
            copy_mart(connection, name, comment, columns[name])
            parquet = literal(folder / "parquet" / f"{name}.parquet")
            options = "format parquet, compression zstd"
            connection.execute(f"copy served.main.{quoted(name)} to {parquet} ({options})")
        connection.execute("commit")
        connection.execute("checkpoint served")
        connection.execute("detach served")
    return len(marts)


def copy_mart(
    connection: duckdb.DuckDBPyConnection, name: str, comment: str | None, columns: list[tuple]
) -> None:
    """Copies one table: columns, which of them are never null, rows, comments.

    columns: name, type, may be null, comment of each.
    """
    target = f"served.main.{quoted(name)}"
    declared = ", ".join(
        f"{quoted(column)} {kind}{'' if is_nullable else ' not null'}"
        for column, kind, is_nullable, _ in columns
    )
    connection.execute(f"create table {target} ({declared})")
    connection.execute(f"insert into {target} from built.marts.{quoted(name)}")
    comments = [f"comment on table {target} is {literal(comment or '')}"]
    for column, _, _, about in columns:
        comments.append(f"comment on column {target}.{quoted(column)} is {literal(about or '')}")
    connection.execute(";\n".join(comments))


def point_at(serve: Path, release: Path) -> None:
    """Lets `serve/current` be a link to the release, in one step."""
    beside = serve / ".current.new"
    beside.unlink(missing_ok=True)
    beside.symlink_to(release.relative_to(serve), target_is_directory=True)
    os.replace(beside, serve / "current")
    sync(serve)


def sync(path: Path) -> None:
    """Waits until a file, or a folder's list of files, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def quoted(name: str) -> str:
    """A table or column as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
