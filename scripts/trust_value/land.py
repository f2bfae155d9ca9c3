"""The verb `land`: published files to text Parquet, cell by cell as published, with provenance."""

import hashlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from trust_value.declared import Table, read_declared
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing import Writer
from trust_value.manifest import Landed, without
from trust_value.paths import Project
from trust_value.recognising import recognise, resembles

IGNORED_SUFFIXES = {".md", ".txt", ".new", ".part"}


@dataclass
class Landing:
    """What one landing did. in_use: every file the models read; seconds: by return."""

    in_use: list[Landed] = field(default_factory=list)
    new: list[Landed] = field(default_factory=list)
    removed: list[Landed] = field(default_factory=list)
    refused: list[LandingError] = field(default_factory=list)
    unknown: list[tuple[Path, Table | None]] = field(default_factory=list)
    not_landed: list[Table] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def land(
    project: Project, paths: Iterable[Path] = (), progress: Callable[[str], None] = lambda _: None
) -> Landing:
    """Lands the files of the folders or files given; default: data/returns.

    A file that did not change is left as it is; one that vanished from a folder given leaves the
    landing; one that is refused is listed, and what was landed under its name before stays.
    progress: called with a short text as each file is taken up.
    Raises TrustValueError where a path does not exist or nothing is declared.
    """
    tables = read_declared(project.staging)
    if not tables:
        raise TrustValueError(f"No return is declared under {project.shown(project.staging)}.")
    folders = [path.absolute() for path in paths] or [project.returns]
    files = published_files(folders)
    result, taken = Landing(), {}
    with tempfile.TemporaryDirectory(prefix="trust-value-") as scratch:
        writer = Writer(project, tables, Path(scratch))
        for number, path in enumerate(files, start=1):
            progress(f"{number}/{len(files)} {path.name}")
            try:
                _land_file(path, writer, taken, result)
            except LandingError as error:
                result.refused.append(error)
        inside = [project.shown(folder) for folder in folders]
        gone = {
            entry.path
            for entry in writer.entries
            if any(Path(entry.path).is_relative_to(folder) for folder in inside)
            and not (project.root / entry.path).exists()
        }
        writer.entries, result.removed = without(writer.entries, gone, tables)
        result.in_use = writer.finish().in_use
    landed = {entry.table for entry in result.in_use}
    result.not_landed = [table for table in tables if (table.return_name, table.name) not in landed]
    return result


def published_files(folders: Iterable[Path]) -> list[Path]:
    """The files given and those in the folders given, without notes and hidden files."""
    files: dict[Path, None] = {}
    for folder in folders:
        if not folder.exists():
            raise TrustValueError(f"{folder} does not exist.\n  what to do: give a file or folder.")
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            is_note = path.suffix.lower() in IGNORED_SUFFIXES or path.name.startswith("README")
            parts = (*path.relative_to(folder).parts, path.name)
            if path.is_file() and not is_note and not any(part.startswith(".") for part in parts):
                files[path] = None
    return list(files)


def _land_file(
    path: Path, writer: Writer, taken: dict[tuple[str, str, str], Path], result: Landing
) -> None:
    """Lands a file that is not landed yet. taken: the files already met, by what they hold."""
    started, shown = time.perf_counter(), writer.project.shown
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    known = writer.find_known(path, sha256)
    if known is not None and known.superseded_by:
        return
    found = recognise(path, writer.tables) if known is None else None
    if known is None and found is None:
        result.unknown.append((path, resembles(path, writer.tables)))
        return
    key = known.key if known else (found.table.return_name, found.table.name, path.name)
    if key in taken:
        problem = f"there are two files of this name: {shown(taken[key])} and {shown(path)}"
        action = "take one of the two away"
        raise LandingError(path.name, problem, "each published file once", action)
    taken[key] = path
    if found is not None:
        result.new.append(writer.land(path, sha256, found))
        result.seconds[key[0]] += time.perf_counter() - started
