"""What dbt and landing both know of cells: the `vars` of dbt_project.yml."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from trust_value.duck import literal
from trust_value.errors import TrustValueError
from trust_value.landing.declarations import Table

# what a spreadsheet shows for a cell that could not be computed; no publisher declares it
ERROR_CELL = "#"


@dataclass(frozen=True)
class Readable:
    """What dbt and landing both know of cells, as `vars` of dbt_project.yml say it.

    number: the pattern of a figure; marks: what may stand in place of one; name_rules: each
    pattern and what replaces it, to make a name comparable; unseen: the pattern of characters
    that are left out of a code; code: the pattern of a code.
    """

    number: str = ""
    marks: tuple[str, ...] = ()
    name_rules: tuple[tuple[str, str], ...] = ()
    unseen: str = ""
    code: str = ""

    def marks_of(self, table: Table) -> tuple[str, ...]:
        """The marks that may stand in a table: the return's own, an empty cell, error cells."""
        return ("", *table.marks, *(mark for mark in self.marks if mark.startswith(ERROR_CELL)))

    def code_of(self, column: str) -> str:
        """The SQL of a code without what follows its dash and without characters nobody sees."""
        seen = f"regexp_replace({column}, {literal(self.unseen)}, '', 'g')"
        return f"split_part(upper({seen}), '-', 1)"


def read_readable(root: Path, tables: Iterable[Table]) -> Readable:
    """Nothing is checked where the project says nothing.

    Raises TrustValueError where a return declares a mark whose meaning the project does not say.
    """
    content = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))
    given: dict[str, Any] = content.get("vars") or {}
    if "marks" not in given:
        return Readable()
    known = tuple(mark for each in given["marks"].values() for mark in each)
    for table in tables:
        if strange := sorted(set(table.marks) - set(known)):
            raise TrustValueError(
                f"{table.yaml}: dbt_project.yml does not say what the mark {strange[0]!r} means.\n"
                "  what to do: add it under `marks`: suppressed, not_applicable or missing."
            )
    rules = tuple((rule["pattern"], rule["replacement"]) for rule in given["name_rules"])
    names = ("number_pattern", "unseen_characters", "code_pattern")
    number, unseen, code = (given[name] for name in names)
    return Readable(number, known, rules, unseen, code)
