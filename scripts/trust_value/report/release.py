"""What a report's files are made from, and the report before, to take files over from."""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent
RECORD = "pages.json"
MADE_WITH = ("altair", "vl-convert-python", "jinja2")


class Release:
    """One report being made. made: for each file, a hash of its rows and of this program."""

    def __init__(self, folder: Path, previous: Path | None) -> None:
        self.folder, self.previous = folder, previous
        self.made: dict[str, str] = {}
        self.before: dict[str, str] = {}
        self.program = program()
        if previous is not None:
            with suppress(OSError, ValueError):
                self.before = json.loads((previous / RECORD).read_text(encoding="utf-8"))

    def keeps(self, path: str, rows: object) -> bool:
        """Takes a file over where it was made from the same rows by the same program."""
        self.made[path] = fingerprint(self.program, rows)
        if self.previous is None or self.before.get(path) != self.made[path]:
            return False
        try:
            os.link(self.previous / path, self.folder / path)
        except OSError:
            try:
                shutil.copy(self.previous / path, self.folder / path)
            except OSError:
                return False
        return True

    def finish(self) -> None:
        """Adds the style sheet, the script and the record of what was made."""
        for asset in sorted((PACKAGE / "assets").iterdir()):
            shutil.copy(asset, self.folder / asset.name)
        record = json.dumps(self.made, indent=1)
        (self.folder / RECORD).write_text(record, encoding="utf-8")


def program() -> str:
    """A hash of what makes a page: this package's files, and the versions of what it uses."""
    files = [path for path in sorted(PACKAGE.rglob("*")) if path.is_file()]
    contents = [path.read_bytes() for path in files if path.suffix != ".pyc"]
    return fingerprint([version(name) for name in MADE_WITH], *contents)


def fingerprint(*things: object) -> str:
    """A hash of rows, texts and bytes."""
    digest = hashlib.sha256()
    for thing in things:
        is_bytes = isinstance(thing, bytes)
        digest.update(thing if is_bytes else json.dumps(thing, default=str).encode())
    return digest.hexdigest()[:32]
