"""The verb `land`: published files to text Parquet, cell by cell as published, with provenance."""

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from trust_value.duck import connect
from trust_value.errors import LandingError, TrustValueError
from trust_value.files import sha256_of
from trust_value.landing.checks import Readable, read_readable
from trust_value.landing.convert import Converter, Job, Outcome, reason
from trust_value.landing.declarations import Table, read_declared
from trust_value.landing.ledger import Ledger
from trust_value.landing.lookups import Register, check_declared
from trust_value.landing.readers import check_name_and_size, is_odd, odd_name
from trust_value.landing.record import Landed
from trust_value.landing.workers import read_all
from trust_value.project import Project

IGNORED_SUFFIXES = {".md", ".txt", ".new", ".part"}
IGNORED_STARTS = ("README", "~$")


@dataclass
class Landing:
    """What one landing did. in_use: every file the models read; seconds: by return.

    remarks: what a person should know of files that landed: hidden sheets, notes, strange codes.
    """

    in_use: list[Landed] = field(default_factory=list)
    new: list[Landed] = field(default_factory=list)
    removed: list[Landed] = field(default_factory=list)
    refused: list[LandingError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
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
    files, result.refused = published_files(folders, tables)
    hashes = _hash_files(files, result)
    ledger.follow(hashes)
    removed = ledger.forget(folders)
    jobs = list(_jobs(hashes, ledger, result))
    readable = read_readable(project.root, tables)
    waiting: list[Outcome] = []
    converter = Converter(tables, project.landing, readable)
    for number, (job, outcome) in enumerate(read_all(converter, jobs), start=1):
        progress(f"{number}/{len(jobs)} {job.path.name}")
        if outcome.refused:
            result.refused.append(outcome.refused)
        elif outcome.asked:
            waiting.append(outcome)
        elif outcome.entries:
            _take_up(outcome, ledger, result)
        elif is_odd(job.path.name):
            result.refused.append(odd_name(job.path.name, outcome.similar))
        else:
            result.unknown.append((job.path, outcome.similar))
    if waiting:
        _take_up_asked(waiting, ledger, result, readable)
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
        result.remarks += outcome.remarks
        result.seconds[outcome.entries[0].return_name] += outcome.seconds
    except LandingError as error:
        result.refused.append(error)


def _take_up_asked(
    waiting: list[Outcome], ledger: Ledger, result: Landing, readable: Readable
) -> None:
    """Takes up the files whose names are all known; what one brings may make another's known."""
    root, tables = ledger.project.root, ledger.tables
    with connect() as connection:
        while waiting:
            refused: dict[int, LandingError] = {}
            for place, outcome in enumerate(waiting):
                landed = ledger.where_known(outcome)
                try:
                    register = Register(connection, root, readable, tables, landed)
                    result.remarks += register.check(outcome.asked)
                except LandingError as error:
                    refused[place] = error
                else:
                    _take_up(outcome, ledger, result)
            if len(refused) == len(waiting):
                result.refused += refused.values()
                return
            waiting = [waiting[place] for place in refused]


def published_files(
    folders: Iterable[Path], tables: list[Table]
) -> tuple[list[Path], list[LandingError]]:
    """The files given and those in the folders given, without notes and hidden files.

    Beside them, an error for each thing that is left out though it may be meant to land.
    """
    files: dict[Path, None] = {}
    refused: list[LandingError] = []

    def refuse(path: Path, problem: str, action: str) -> None:
        refused.append(LandingError(path.name, problem, "a file, or a folder of files", action))

    def unreadable(error: OSError) -> None:
        refuse(
            Path(error.filename),
            f"the folder cannot be read ({error.strerror})",
            "make it readable",
        )

    for given in folders:
        if not os.path.lexists(given):
            raise TrustValueError(f"{given} does not exist.\n  what to do: give a file or folder.")
        found = [given]
        if given.is_dir():
            found = []
            for folder, names, inside in os.walk(given, onerror=unreadable):
                names[:] = [name for name in names if not is_hidden(name)]
                found += [Path(folder, name) for name in (*names, *inside)]
        for path in sorted(found):
            is_note = path.suffix.lower() in IGNORED_SUFFIXES or path.name.startswith(
                IGNORED_STARTS
            )
            if (is_note or is_hidden(path.name)) and path != given:
                continue
            problem = _no_file(path, tables)
            if problem:
                refuse(path, problem, "put the file itself there, or take this away")
            elif path.is_file() and not is_note:
                files[path] = None
    return list(files), refused


def is_hidden(name: str) -> bool:
    """Whether a system hides the name; one with two dots is odd, and said to be so."""
    return name[0] == "." != name[1:2]


def _no_file(path: Path, tables: list[Table]) -> str:
    """Why something in a folder is no file that may land; nothing for a file or a plain folder."""
    if path.is_symlink() and not path.exists():
        return "it is a link to what is not there"
    if path.is_dir():
        is_named = any(table.match(path.name) is not None for table in tables)
        linked = "it is a link to a folder, which is not followed" if path.is_symlink() else ""
        return "it is a folder under the name of a return" if is_named else linked
    mode = path.stat().st_mode
    return "" if stat.S_ISREG(mode) else "it is no file but a pipe, a socket or a device"


def _hash_files(files: list[Path], result: Landing) -> dict[Path, str]:
    """sha256 of each file; what is too large or cannot be read is refused."""

    def hash_file(path: Path) -> str | LandingError:
        try:
            check_name_and_size(path)
            return sha256_of(path)
        except LandingError as error:
            return error
        except OSError as error:
            problem = f"it cannot be read ({reason(error)})"
            return LandingError(path.name, problem, action="make the file readable")

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
