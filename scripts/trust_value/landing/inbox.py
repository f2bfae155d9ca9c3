"""The files in the folders that are landed, and what lies there that is no file."""

import os
import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from trust_value.errors import LandingError, TrustValueError
from trust_value.files import sha256_of
from trust_value.landing.declarations import Table
from trust_value.landing.readers import check_name_and_size
from trust_value.landing.write import reason

IGNORED_SUFFIXES = {".md", ".txt", ".new", ".part"}
IGNORED_STARTS = ("README", "~$")


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


def hash_files(files: list[Path]) -> tuple[dict[Path, str], list[LandingError]]:
    """sha256 of each file, and an error for what is too large or cannot be read."""

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
    refused = [sha256 for sha256 in hashed.values() if isinstance(sha256, LandingError)]
    return {path: sha256 for path, sha256 in hashed.items() if isinstance(sha256, str)}, refused
