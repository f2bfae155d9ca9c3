"""What is landed: the record the wrapper keeps; the manifest is the part the models read.

The record (build/landing.json) also knows where each file came from, which the manifest does not
say, so that no path of a machine is ever published.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from trust_value.files import replace_atomically
from trust_value.landing.declarations import Table

# not a partition and not a table's folder, to DuckDB and to Spark
SUPERSEDED = "_superseded"
TEXTS = ("return_name", "table_name", "file_name", "sheet_name", "sha256", "period")
TEXTS = (*TEXTS, "published_on", "landed_at", "reason")
KINDS = {"rows_landed": "bigint", "revision": "bigint", "is_superseded": "boolean"}
MANIFEST_COLUMNS = dict.fromkeys(TEXTS, "varchar") | KINDS


@dataclass(frozen=True)
class Landed:
    """One sheet of one file landed for one table; a CSV is one sheet without a name.

    path: where it was found; declaration: hash of what it was read by; landed_at: UTC; periods: of
    its rows; revision: 0 for a first issue; is_bundled: from data/returns, before which other
    files of the same period go; superseded_by: sha256 of the file used in its place, None while it
    is in use.
    """

    return_name: str
    table_name: str
    file_name: str
    path: str
    sha256: str
    declaration: str
    landed_at: str
    sheet_name: str | None = None
    periods: tuple[str, ...] = ("",)
    revision: int = 0
    is_bundled: bool = True
    rows_landed: int = 0
    published_on: str | None = None
    reason: str = "in use"
    superseded_by: str | None = None

    @property
    def table(self) -> tuple[str, str]:
        """Return and table."""
        return (self.return_name, self.table_name)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return, table, file and sheet: of these one content is in use."""
        return (*self.table, self.file_name, self.sheet_name or "")

    @property
    def rank(self) -> tuple[int, str, bool]:
        """What orders the issues of one period, the newest highest."""
        return (self.revision, self.published_on or "", not self.is_bundled)

    @property
    def period(self) -> str:
        """Its periods as the manifest shows them."""
        return ", ".join(period for period in self.periods if period)

    def parquet(self, landing: Path) -> Path:
        """Where its rows are: apart, once superseded, so that no model reads them."""
        part = hashlib.sha256(self.sheet_name.encode()).hexdigest()[:8] if self.sheet_name else ""
        name = f"{self.sha256[:16]}{'-' if part else ''}{part}.parquet"
        folder = landing / self.return_name / self.table_name
        return folder / name if self.superseded_by is None else folder / SUPERSEDED / name

    def fresh(self, landing: Path) -> Path:
        """Where its rows wait, read by no model, until the whole landing is put in place."""
        mark = hashlib.sha256(self.path.encode()).hexdigest()[:8]
        target = replace(self, superseded_by=None).parquet(landing)
        return target.with_name(f"{target.stem}-{mark}.fresh")

    def manifest_row(self) -> list[object]:
        """Its row of the manifest."""
        values = asdict(self) | {"is_superseded": bool(self.superseded_by), "period": self.period}
        return [values[name] for name in MANIFEST_COLUMNS]


@dataclass
class Record:
    """landed: every file landed; columns: declaration of each empty file, by table label."""

    landed: list[Landed] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def in_use(self) -> list[Landed]:
        """The files whose rows the models read."""
        return [entry for entry in self.landed if entry.superseded_by is None]

    def fingerprint(self) -> dict[str, list[str]]:
        """Fingerprint per return; unchanged means that the models read the same."""
        parts = defaultdict(list)
        for label, declaration in self.columns.items():
            parts[label.split(".")[0]].append(f"{label} {declaration}")
        for entry in self.in_use:
            name = f"{entry.file_name} {entry.sheet_name}"
            text = f"{entry.table_name} {name} {entry.sha256} {entry.declaration}"
            parts[entry.return_name].append(text)
        return {name: sorted(parts[name]) for name in sorted(parts)}


def read_record(path: Path) -> Record:
    """The record of the last landing; empty where there is none or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = [each | {"periods": tuple(each["periods"])} for each in content["landed"]]
        return Record([Landed(**entry) for entry in entries], content["columns"])
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def write_json(path: Path, content: object) -> None:
    """Writes a dataclass as JSON."""
    with replace_atomically(path) as beside:
        beside.write_text(json.dumps(asdict(content), indent=1) + "\n", encoding="utf-8")


def without(entries: list[Landed], gone: set[str], tables: list[Table]) -> list[Landed]:
    """The entries that stay: file there, table declared, and what supersedes them there too.

    A file that was superseded by one that is gone is left out, so that it is landed again.
    """
    declared = {(table.return_name, table.name) for table in tables}
    stay = [entry for entry in entries if entry.table in declared and entry.path not in gone]
    used = {(*entry.table, entry.sha256) for entry in stay if entry.superseded_by is None}
    return [
        entry
        for entry in stay
        if entry.superseded_by is None or (*entry.table, entry.superseded_by) in used
    ]
