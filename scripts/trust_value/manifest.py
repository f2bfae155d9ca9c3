"""What is landed: the record the wrapper keeps, of which the manifest is what the models read.

The record (build/landing.json) also knows where each file came from, which the manifest does not
say, so that no path of a machine is ever published.
"""

import json
import os
from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from trust_value.declared import Table

TEXTS = ("return_name", "table_name", "file_name", "sha256", "published_on", "landed_at", "reason")
KINDS = {"rows_landed": "bigint", "is_superseded": "boolean"}
MANIFEST_COLUMNS = dict.fromkeys(TEXTS, "varchar") | KINDS


@dataclass(frozen=True)
class Landed:
    """One file landed for one table.

    path: where it was found; declaration: hash of what it was read by; landed_at: UTC;
    superseded_by: sha256 of the file of the same name used in its place, None while it is in use.
    """

    return_name: str
    table_name: str
    file_name: str
    path: str
    sha256: str
    declaration: str
    landed_at: str
    rows_landed: int = 0
    published_on: str | None = None
    reason: str = "in use"
    superseded_by: str | None = None

    @property
    def table(self) -> tuple[str, str]:
        """Return and table."""
        return (self.return_name, self.table_name)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return, table and file: of these one content is in use."""
        return (*self.table, self.file_name)

    def parquet(self, landing: Path) -> Path:
        """Where its rows are."""
        return landing / self.return_name / self.table_name / f"{self.sha256[:16]}.parquet"

    def manifest_row(self) -> list[object]:
        """Its row of the manifest."""
        values = asdict(self) | {"is_superseded": bool(self.superseded_by)}
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
        """What each return's landed tables hang on: equal means the models read the same."""
        parts = defaultdict(list)
        for label, declaration in self.columns.items():
            parts[label.split(".")[0]].append(f"{label} {declaration}")
        for entry in self.in_use:
            text = f"{entry.table_name} {entry.file_name} {entry.sha256} {entry.declaration}"
            parts[entry.return_name].append(text)
        return {name: sorted(parts[name]) for name in sorted(parts)}


def read_record(path: Path) -> Record:
    """The record of the last landing; empty where there is none or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Record([Landed(**entry) for entry in content["landed"]], content["columns"])
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def write_json(path: Path, content: object) -> None:
    """Writes a dataclass as JSON beside the file, then puts it in the file's place at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(content), indent=1) + "\n", encoding="utf-8")
    os.replace(beside, path)


def with_entry(entries: list[Landed], new: Landed) -> list[Landed]:
    """The entries with a new one, which supersedes other content under the same name."""
    why = f"superseded by a file of the same name with other content ({new.sha256[:16]})"
    return [
        replace(entry, superseded_by=new.sha256, reason=why) if entry.key == new.key else entry
        for entry in entries
        if (entry.table, entry.sha256) != (new.table, new.sha256)
    ] + [new]


def without(
    entries: list[Landed], gone: set[str], tables: list[Table]
) -> tuple[list[Landed], list[Landed]]:
    """The entries that stay, and those in use that do not: file gone or table not declared.

    A superseded file is listed as long as the one used in its place.
    """
    declared = {(table.return_name, table.name) for table in tables}
    in_use = Record(entries).in_use
    stay = [entry for entry in in_use if entry.table in declared and entry.path not in gone]
    better = {(*entry.key, entry.sha256) for entry in stay}
    kept = [
        entry for entry in entries if entry in stay or (*entry.key, entry.superseded_by) in better
    ]
    return kept, [entry for entry in in_use if entry not in stay]
