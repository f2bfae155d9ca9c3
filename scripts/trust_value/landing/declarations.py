"""What the source YAML of each return says about reading its published files."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PROVENANCE = {"_file": "varchar", "_sheet": "varchar", "_row": "bigint", "_sha256": "varchar"}
# Bump when the landed format changes; every file is then landed again.
LANDING_FORMAT = 4
# a pattern, or a named part of the file name and a pattern for each text it can have
Expected = str | tuple[str, tuple[tuple[str, str], ...]]
Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Column:
    """One declared column: the names it is published under, or its 1-based position."""

    name: str
    published_as: tuple[str, ...]
    position: int | None
    is_optional: bool


@dataclass(frozen=True)
class Known:
    """Columns of names and codes in a table (its label) or a seed (its path in the project)."""

    place: str
    is_seed: bool
    name: str
    code: str


@dataclass(frozen=True)
class Organisations:
    """The column of organisation codes. are: `trusts`, or `providers` of any kind.

    totals: columns and the pattern of their cells in rows that are of no organisation; only:
    those of the rows that are.
    """

    column: str
    are: str
    totals: tuple[tuple[str, str], ...]
    only: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """One published table of a return, and how to find it in a file.

    files: regular expression for the whole base name of the file, or of a member of a zip;
    header: texts that only its header row holds, empty for a file without header; stop: `blank`
    (before the first blank record) or `end`; sheet: regular expression for the whole name of a
    workbook's sheet, any sheet without; has_group_header: the row above the header names groups of
    columns; period: the column that says which periods the rows are of; is_optional: a workbook
    of the return may lack the sheet; is_repeated: several sheets of a workbook, or members of a
    zip, hold parts of it; numbers: columns whose cells are figures or marks; marks: the return's
    own, lower case; dates: column to the form of its dates (strptime); years: column of financial
    years to what may stand between the two; expected: column, or label above the header, to what
    its cells must be, {period} standing for the file name's (or a part of the file name, and what
    the cells must be for each text it can have); names: column to where each name in it must be
    known, and lead to a code; codes: column to the codes that it may hold; organisations: the
    column of organisation codes; register: columns of codes of a table that lists organisations.
    """

    return_name: str
    name: str
    files: str
    header: tuple[str, ...]
    stop: str
    columns: tuple[Column, ...]
    sheet: str | None = None
    has_group_header: bool = False
    period: str | None = None
    is_optional: bool = False
    is_repeated: bool = False
    numbers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    dates: Pairs = ()
    years: tuple[tuple[str, str], ...] = ()
    expected: tuple[tuple[str, Expected], ...] = ()
    names: tuple[tuple[str, tuple[Known, ...]], ...] = ()
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    organisations: Organisations | None = None
    register: tuple[str, ...] = ()

    @property
    def yaml(self) -> str:
        """The file that declares it, from the project's folder."""
        return f"models/staging/{self.return_name}/_{self.return_name}__sources.yml"

    @property
    def label(self) -> str:
        """The table as dbt's source names it."""
        return f"{self.return_name}.{self.name}"

    @property
    def landed_columns(self) -> dict[str, str]:
        """Every column of a landed file, in order, with its DuckDB type."""
        groups = re.compile(self.files).groupindex
        named = [*(column.name for column in self.columns), *(f"_{group}" for group in groups)]
        return dict.fromkeys(named, "varchar") | PROVENANCE

    @property
    def declaration(self) -> str:
        """Hash of all that decides how a file of this table lands."""
        return hashlib.sha256(repr((LANDING_FORMAT, self)).encode()).hexdigest()[:16]

    def match(self, file_name: str) -> dict[str, str | None] | None:
        """The named parts of a file name this table is published under, else None."""
        found = re.fullmatch(self.files, file_name)
        return found.groupdict() if found else None

    def is_on(self, tab: str | None) -> bool:
        """Whether the table may be on a sheet of this name."""
        return tab is None or self.sheet is None or bool(re.fullmatch(self.sheet, tab.strip()))


def declaration_of(return_name: str, tables: Iterable[Table]) -> str:
    """Hash of all that decides how a file of this return lands: any of its tables may be in it."""
    parts = [table.declaration for table in tables if table.return_name == return_name]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
