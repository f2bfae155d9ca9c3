"""The verb `fetch`: files of the catalogue into the inbox, each checked before it takes its place.

Beside each file a hidden record keeps where it came from, its licence and its SHA-256: it tells an
unchanged file from a re-issued one, and a fetched file from one a person put there.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trust_value.fetching.catalogue import Entry, Source, choose, read_catalogue
from trust_value.fetching.download import CutShortError, FetchError, download, forget, read_json
from trust_value.files import wrong_whole
from trust_value.project import Project

ATTEMPTS = 3


@dataclass
class Fetching:
    """What one fetch did. outcomes: file to `fetched`, `unchanged` or `re-issued`.

    by_hand: returns chosen of which the catalogue has no file to fetch for the years asked.
    """

    outcomes: dict[Path, str] = field(default_factory=dict)
    refused: list[FetchError] = field(default_factory=list)
    by_hand: list[Entry] = field(default_factory=list)


def catalogue(project: Project) -> list[Entry]:
    """The catalogue of the checkout."""
    return read_catalogue(project.root / "data" / "catalogue.yml")


def fetch(
    project: Project,
    returns: Collection[str] = (),
    years: Collection[str] = (),
    folder: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Fetching:
    """Fetches the files of the returns and years given, all by default, to data/inbox or a folder.

    A file that fails is listed and the others are still fetched; the good file in its place stays.
    progress: called with the name of each file. Raises TrustValueError for a return or a year that
    there is not.
    """
    chosen = choose(catalogue(project), returns, years)
    folder = folder or project.root / "data" / "inbox"
    done = Fetching(by_hand=[entry for entry in chosen if not entry.files])
    folder.mkdir(parents=True, exist_ok=True)
    for source in [one for entry in chosen for one in entry.files]:
        progress(source.name)
        try:
            done.outcomes[folder / source.name] = fetch_one(source, folder)
        except FetchError as error:
            done.refused.append(error)
        except OSError as error:
            problem = f"it cannot be kept in {folder} ({error.strerror or error})"
            action = "see that the folder can be written to and its disk has room; fetch again"
            done.refused.append(FetchError(source.name, problem, "a folder with room", action))
    return done


def fetch_one(source: Source, folder: Path) -> str:
    """Fetches a file: `fetched`, `re-issued` (other content than before) or `unchanged`.

    Raises FetchError, OSError where the folder cannot be written to.
    """
    target, part = folder / source.name, folder / f".{source.name}.part"
    record_path = folder / f".{source.name}.json"
    record = read_json(record_path)
    before = digest(target) if target.exists() else None
    if before and before != record.get("sha256"):
        raise FetchError(
            source.name,
            "there is a file of this name that was not fetched, or was changed since",
            "no such file, or the one that was fetched",
            "move it away, or give another folder with --to",
        )
    is_known = before is not None and record.get("asked") == source.address
    said = with_attempts(source, part, record if is_known else {})
    if said is None:
        return "unchanged"
    problem = wrong_whole(part, source.kind)
    sha256, expected = digest(part), f"a {source.kind} file"
    if source.sha256 and sha256 != source.sha256:
        problem, expected = f"its SHA-256 is {sha256}", f"{source.sha256}, as catalogued"
    if problem:
        forget(part)
        raise FetchError(source.name, problem, expected)
    record = {
        "return": source.return_name,
        "years": source.years,
        "licence": source.licence,
        "asked": source.address,
        **said,
        "bytes": part.stat().st_size,
        "sha256": sha256,
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    put_in_place(part, target, record_path, record)
    return "fetched" if before is None else "unchanged" if before == sha256 else "re-issued"


def with_attempts(source: Source, part: Path, known: dict[str, Any]) -> dict[str, Any] | None:
    """Downloads to `part`, going on where a body was cut short. Raises FetchError."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return download(source.address, source.name, source.kind, part, known)
        except CutShortError:
            if attempt == ATTEMPTS:
                raise
    return None


def put_in_place(part: Path, target: Path, record_path: Path, record: dict[str, Any]) -> None:
    """Puts a checked file and its record in their places, each at once."""
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    beside = record_path.with_name(f"{record_path.name}.new")
    beside.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    os.replace(part, target)
    os.replace(beside, record_path)
    forget(part)


def digest(path: Path) -> str:
    """SHA-256 of a file (hexadecimal)."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
