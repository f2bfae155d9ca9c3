"""The verb `land`: published files to text Parquet, cell by cell as published, with provenance."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trust_value.duck import connect
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.convert import Converter, Job, Outcome
from trust_value.landing.declarations import Table
from trust_value.landing.declared import read_declared
from trust_value.landing.inbox import hash_files, published_files
from trust_value.landing.ledger import Ledger
from trust_value.landing.lookups import Register, check_declared
from trust_value.landing.readable import Readable, read_readable
from trust_value.landing.readers import is_odd, odd_name
from trust_value.landing.record import Landed
from trust_value.landing.workers import read_all
from trust_value.project import Project


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
    hashes, unread = hash_files(files)
    result.refused += unread
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
