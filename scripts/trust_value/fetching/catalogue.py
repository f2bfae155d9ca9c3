"""The catalogue: where each return is published, under which licence, and what can be fetched."""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from trust_value.errors import TrustValueError

KINDS = ("csv", "zip", "xlsx", "xls", "xlsb")
YEAR = re.compile(r"(20\d\d)[-/](\d\d)")
# a name that is one file in one folder on any system, and not hidden
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _,.()+&-]{0,150}")


@dataclass(frozen=True)
class Source:
    """One file to fetch. years: the financial years it holds; kind: what its content must be.

    sha256: of the content, empty where it is not known beforehand.
    """

    return_name: str
    years: tuple[str, ...]
    kind: str
    address: str
    licence: str
    sha256: str = ""

    @property
    def name(self) -> str:
        """The base name it is kept under: the last part of the address, never the server's wish."""
        return unquote(PurePosixPath(urlsplit(self.address).path).name)


@dataclass(frozen=True)
class Entry:
    """One return: who publishes it, its page (empty where none is known), its files."""

    return_name: str
    title: str
    publisher: str
    licence: str
    page: str
    files: tuple[Source, ...]


def read_catalogue(path: Path) -> list[Entry]:
    """Every entry of the catalogue. Raises TrustValueError where one is not right."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [_entry(path.name, each) for each in content["returns"]]
    except FileNotFoundError as error:
        raise TrustValueError(
            f"{path.name} is not there.\n  what to do: restore it from the checkout."
        ) from error
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise TrustValueError(
            f"{path.name}: {error!r}.\n  expected: `returns`, a list of entries with return, "
            "title, publisher, licence, and files with years, kind and address.\n"
            "  what to do: put the entry right."
        ) from error


def _entry(where: str, each: dict[str, Any]) -> Entry:
    name = each["return"]
    licence = str(each.get("licence") or "")
    files = tuple(
        Source(
            name,
            tuple(span(str(one["years"]))),
            one["kind"],
            one["address"],
            licence,
            one.get("sha256") or "",
        )
        for one in each.get("files") or []
    )
    problems = [] if licence else ["it has no licence"]
    for one in files:
        if not PLAIN_NAME.fullmatch(one.name) or not one.name.lower().endswith(f".{one.kind}"):
            problems.append(f"{one.address} does not end in a plain file name of kind {one.kind}")
        if one.kind not in KINDS:
            problems.append(f"kind {one.kind} is not one of {', '.join(KINDS)}")
    if problems:
        raise TrustValueError(f"{where}: {name}: {'; '.join(problems)}.")
    return Entry(name, each["title"], each["publisher"], licence, each.get("page") or "", files)


def span(text: str) -> list[str]:
    """Financial years of `2024-25`, `2024/25` or `2018-19 to 2024-25`. Raises TrustValueError."""
    first, _, last = (part.strip() for part in text.partition(" to "))
    bounds = []
    for year in (first, last or first):
        found = YEAR.fullmatch(year)
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise TrustValueError(
                f"{year!r} is no financial year.\n  expected: a year such as 2024-25.\n"
                "  what to do: write the two calendar years it lies in."
            )
        bounds.append(int(found[1]))
    return [f"{start}-{(start + 1) % 100:02d}" for start in range(bounds[0], bounds[1] + 1)]


def choose(entries: list[Entry], returns: Collection[str], years: Collection[str]) -> list[Entry]:
    """The entries of the returns given, with the files that hold any of the years; all by default.

    Raises TrustValueError for a return the catalogue does not know.
    """
    known = {entry.return_name for entry in entries}
    for name in returns:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.4)
            raise TrustValueError(
                f"The catalogue has no return {name!r}.\n"
                f"  expected: {', '.join(near or sorted(known))}.\n"
                "  what to do: `trust-value fetch --list` shows what there is."
            )
    wanted = {year for text in years for year in span(text)}
    return [
        replace(
            entry, files=tuple(one for one in entry.files if not wanted or wanted & set(one.years))
        )
        for entry in entries
        if not returns or entry.return_name in returns
    ]
