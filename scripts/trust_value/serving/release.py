"""Publications on the disk: made aside, put in place when whole, the served one behind a link.

`serve/current` is a link that is replaced in one step, so a reader has the old one or the new one.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from trust_value.errors import TrustValueError
from trust_value.project import Project

RELEASES_KEPT = 3
UNFINISHED = ".new-"
WITHDRAWN = "withdrawn"
# never written again: a tool that opens the served file to write would lock other readers out
READ_ONLY = 0o444


def served(project: Project) -> Path | None:
    """The folder of the publication that readers have; None where there is none."""
    folder = (project.serve / "current").resolve()
    return folder if project.served_database.is_file() else None


def withdrawn(project: Project) -> set[str]:
    """Names of publications that were taken back."""
    try:
        return set((project.serve / WITHDRAWN).read_text(encoding="utf-8").split())
    except (FileNotFoundError, NotADirectoryError):
        return set()


def releases(project: Project) -> list[Path]:
    """The folders of whole publications that were not taken back, the oldest first."""
    folder, bad = project.serve / "releases", withdrawn(project)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.name[0] != "." and path.name not in bad)


def put_in_place(project: Project, name: str, fill: Callable[[Path], int]) -> int:
    """Has a release filled aside, puts it in place, lets `current` be it, drops the oldest.

    Returns what `fill` does. Raises TrustValueError; what was served then still is.
    """
    import duckdb

    folder = project.serve / "releases"
    aside, release = folder / f"{UNFINISHED}{name}", folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left_over)
        aside.mkdir()
        result = fill(aside)
        for path in [*aside.rglob("*"), aside]:
            if path.is_file() and path.stat().st_nlink == 1:
                path.chmod(READ_ONLY)
            sync(path)
        if release.exists():
            shutil.rmtree(release)
        aside.rename(release)
        sync(folder)
        point_at(project.serve, release)
        keep = {path.name for path in [*releases(project)[-RELEASES_KEPT:], release]}
        for old in folder.iterdir():
            if old.name not in keep:
                shutil.rmtree(old)
    except (OSError, duckdb.Error) as error:
        with suppress(OSError):
            shutil.rmtree(aside)
        raise unwritable(project, "The publication", error) from error
    return result


def roll_back(project: Project) -> tuple[str, str]:
    """Lets `current` be the publication before; returns the names of the one left and that one.

    The one left is remembered, so that it is neither published again nor gone back to. Raises
    TrustValueError where there is none before, or it cannot be written.
    """
    now = served(project)
    if now is None:
        raise TrustValueError("Nothing is published yet.\n  what to do: `trust-value run`.")
    before = [path for path in releases(project) if path.name < now.name]
    if not before:
        raise TrustValueError(
            f"There is no publication before {now.name} to go back to.\n"
            "  what to do: put the returns or the models right, then `trust-value run`."
        )
    try:
        names = "\n".join(sorted({*withdrawn(project), now.name}))
        beside = project.serve / f".{WITHDRAWN}.new"
        beside.write_text(names + "\n", encoding="utf-8")
        sync(beside)
        os.replace(beside, project.serve / WITHDRAWN)
        point_at(project.serve, before[-1])
    except OSError as error:
        raise unwritable(project, "The way back", error) from error
    return now.name, before[-1].name


def unwritable(project: Project, what: str, error: Exception) -> TrustValueError:
    """What could not be written, why, and what to do."""
    where = project.shown(project.serve)
    return TrustValueError(
        f"{what} could not be written to {where}/: {error}\n"
        "  what is served stays as it was.\n"
        f"  what to do: see that {where}/ can be written to and its disk has room, then "
        "`trust-value publish` again."
    )


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
