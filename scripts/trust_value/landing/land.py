"""The verb `land`: published files to text Parquet, cell by cell as published, with provenance."""

import hashlib
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.checks import read_readable
from trust_value.landing.declarations import Table, read_declared
from trust_value.landing.ledger import Ledger
from trust_value.landing.names import check_declared, check_names
from trust_value.landing.one_file import Job, Outcome, Reader
from trust_value.landing.readers.opening import check_name, check_size, is_odd, odd_name
from trust_value.landing.record import Landed
from trust_value.project import Project

IGNORED_SUFFIXES = {".md", ".txt", ".new", ".part"}
# below this, starting another process takes longer than reading
BYTES_FOR_A_PROCESS = 8_000_000


@dataclass
class Landing:
    """What one landing did. in_use: every file the models read; seconds: by return."""

    in_use: list[Landed] = field(default_factory=list)
    new: list[Landed] = field(default_factory=list)
    removed: list[Landed] = field(default_factory=list)
    refused: list[LandingError] = field(default_factory=list)
    unknown: list[tuple[Path, Table | None]] = field(default_factory=list)
    not_landed: list[Table] = field(default_factory=list)
    superseded: list[Landed] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def land(
    project: Project, paths: Iterable[Path] = (), progress: Callable[[str], None] = lambda _: None
) -> Landing:
    """Lands the files of the folders or files given; default: data/returns and data/inbox.

    A file that did not change is left as it is; one that vanished from a folder given leaves the
    landing; one that is refused is listed, and what was landed under its name before stays. Of two
    files of one period the newer is in use. Large files are read in parallel.
    progress: called with a short text as each file is taken up.
    Raises TrustValueError where a path does not exist, nothing is declared, or the disk is full.
    """
    tables = read_declared(project.staging)
    if not tables:
        raise TrustValueError(f"No return is declared under {project.shown(project.staging)}.")
    check_declared(tables, project.root)
    # not resolved: a link keeps its name
    given = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
    folders = given or project.watched
    result, ledger = Landing(), Ledger(project, tables)
    hashes = _hash_files(published_files(folders), result)
    ledger.follow(hashes)
    removed = ledger.forget(folders)
    jobs = list(_jobs(hashes, ledger, result))
    reader = Reader(tables, project.landing, read_readable(project.root, tables))
    waiting: list[Outcome] = []
    for number, (job, outcome) in enumerate(_read_all(reader, jobs), start=1):
        progress(f"{number}/{len(jobs)} {job.path.name}")
        if outcome.refused:
            result.refused.append(outcome.refused)
        elif outcome.named:
            waiting.append(outcome)
        elif outcome.entries:
            _take_up(outcome, ledger, result)
        elif is_odd(job.path.name):
            result.refused.append(odd_name(job.path.name, outcome.similar))
        else:
            result.unknown.append((job.path, outcome.similar))
    _take_up_named(waiting, ledger, result)
    record = ledger.finish()
    result.in_use = record.in_use
    result.superseded = [entry for entry in record.landed if entry.superseded_by]
    kept = {(entry.key, entry.sha256) for entry in record.landed}
    result.removed = [entry for entry in removed if (entry.key, entry.sha256) not in kept]
    landed = {entry.table for entry in result.in_use}
    result.not_landed = [table for table in tables if (table.return_name, table.name) not in landed]
    return result


def _take_up(outcome: Outcome, ledger: Ledger, result: Landing) -> None:
    try:
        result.new += ledger.add(outcome)
        result.seconds[outcome.entries[0].return_name] += outcome.seconds
    except LandingError as error:
        result.refused.append(error)


def _take_up_named(waiting: list[Outcome], ledger: Ledger, result: Landing) -> None:
    """Takes up the files whose names are all known; what one brings may make another's known."""
    while waiting:
        refused = {}
        for place, outcome in enumerate(waiting):
            try:
                check_names(outcome.named, ledger.where_known(outcome), ledger.project.root)
            except LandingError as error:
                refused[place] = error
            else:
                _take_up(outcome, ledger, result)
        if len(refused) == len(waiting):
            result.refused += refused.values()
            return
        waiting = [waiting[place] for place in refused]


def published_files(folders: Iterable[Path]) -> list[Path]:
    """The files given and those in the folders given, without notes and hidden files."""
    files: dict[Path, None] = {}
    for folder in folders:
        if not folder.exists():
            raise TrustValueError(f"{folder} does not exist.\n  what to do: give a file or folder.")
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            is_note = path.suffix.lower() in IGNORED_SUFFIXES or path.name.startswith(
                ("README", "~$")
            )
            parts = (*path.relative_to(folder).parts, path.name)
            is_hidden = any(part[0] == "." != part[1:2] for part in parts)
            if path.is_file() and not is_note and not is_hidden:
                files[path] = None
    return list(files)


def _hash_files(files: list[Path], result: Landing) -> dict[Path, str]:
    """sha256 of each file; what is too large or cannot be read is refused."""

    def hash_file(path: Path) -> str | LandingError:
        try:
            check_name(path.name)
            check_size(path)
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except LandingError as error:
            return error
        except OSError as error:
            action = "make the file readable"
            return LandingError(path.name, f"it cannot be read ({error.strerror})", action=action)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        hashed = dict(zip(files, pool.map(hash_file, files), strict=True))
    result.refused += [sha256 for sha256 in hashed.values() if isinstance(sha256, LandingError)]
    return {path: sha256 for path, sha256 in hashed.items() if isinstance(sha256, str)}


def _jobs(hashes: dict[Path, str], ledger: Ledger, result: Landing) -> Iterator[Job]:
    """The files that are to be read; the same file met twice is refused."""
    project, met = ledger.project, {}
    for path, sha256 in hashes.items():
        if first := met.get((path.name, sha256)):
            problem = f"there are two files of this name: {project.shown(first)} and "
            action = "take one of the two away"
            problem += f"{project.shown(path)}, the same byte for byte"
            result.refused.append(LandingError(path.name, problem, "each file once", action))
            continue
        met[(path.name, sha256)] = path
        if not ledger.is_landed(path, sha256):
            is_bundled = path.absolute().is_relative_to(project.returns)
            yield Job(path, project.shown(path), sha256, is_bundled)


def _read_all(reader: Reader, jobs: list[Job]) -> Iterator[tuple[Job, Outcome]]:
    """What came of each file, in the order given; large files in processes of their own."""
    sizes = {job: job.path.stat().st_size for job in jobs}
    large = [job for job in jobs if sizes[job] > BYTES_FOR_A_PROCESS]
    workers = min(len(large), os.cpu_count() or 1)
    if workers < 2:
        yield from ((job, reader.read(job)) for job in jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # the largest first, so that none is left to the end alone
        large.sort(key=lambda job: -sizes[job])
        futures = {job: pool.submit(reader.read, job) for job in large}
        for job in jobs:
            yield job, futures[job].result() if job in futures else reader.read(job)
