"""What no landed cell may be: a formula, or what its column's declaration does not allow."""

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from trust_value.duck import connection, literal
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.declarations import Table
from trust_value.landing.periods import WHICH_IS_WRONG, expected_of
from trust_value.landing.recognise import Found

MARKS = Path("macros/schema/known_marks.sql")
NUMBER = Path("macros/schema/published_number.sql")
# what a spreadsheet shows for a cell that could not be computed; no publisher declares it
ERROR_CELL = "#"


@dataclass(frozen=True)
class Readable:
    """What staging reads as a figure: a pattern, and the marks that may stand in its place."""

    pattern: str = ""
    marks: tuple[str, ...] = ()

    def marks_of(self, table: Table) -> tuple[str, ...]:
        """The marks that may stand in a table: the return's own, an empty cell, error cells."""
        return ("", *table.marks, *(mark for mark in self.marks if mark.startswith(ERROR_CELL)))


def read_readable(root: Path, tables: Iterable[Table]) -> Readable:
    """Pattern and marks as the dbt macros have them, so that they are written once.

    Nothing is checked where the project has no such macros. Raises TrustValueError, also where a
    return declares a mark whose meaning the macro does not say.
    """
    if not (root / MARKS).exists():
        return Readable()
    marks = re.search(r"return\((\{.*?\})\)", (root / MARKS).read_text(encoding="utf-8"), re.S)
    number = (root / NUMBER).read_text(encoding="utf-8")
    pattern = re.search(r"published_number_pattern\(\) -%\}\s*(\S+)\s*\{%", number)
    if not marks or not pattern:
        raise TrustValueError(f"{MARKS} or {NUMBER} does not hold what landing reads there.")
    kinds: dict[str, list[str]] = ast.literal_eval(marks[1])
    known = tuple(mark for each in kinds.values() for mark in each)
    for table in tables:
        if strange := sorted(set(table.marks) - set(known)):
            raise TrustValueError(
                f"{table.yaml}: {MARKS} does not say what the mark {strange[0]!r} means.\n"
                "  what to do: add it there, under suppressed, not_applicable or missing."
            )
    return Readable(pattern[1], known)


def check_cells(found: Found, places: dict[str, int], rules: Readable) -> None:
    """Looks through `cells`. Raises LandingError for the first cell that may not be.

    places: column of the table to column of `cells`.
    """
    table, used = found.table, sorted(set(places.values()))
    _refuse_first(
        found, used, lambda place: f"(c{place} >= '=' and c{place} < '>')", None,
        "a cell begins with =, a formula where its result belongs", "a figure or a text",
        "save the sheet with values in place of formulas",
    )  # fmt: skip
    for column, form in table.dates:
        _refuse_first(
            found, [places[column]] if column in places else [],
            lambda place, form=form: f"try_strptime(trim(c{place}), {literal(form)}) is null", None,
            "{} is not a date", f"a date such as {_example(form)}, or an empty cell",
            "put the cell right, or download the file again",
        )  # fmt: skip
    for column, (pattern, shown) in expected_of(table, found.groups).items():
        _refuse_first(
            found, [places[column]] if column in places else [],
            lambda place, pattern=pattern: _is_other(place, pattern), None,
            "{} is not what the file's name says", shown,
            WHICH_IS_WRONG,
        )  # fmt: skip
    for column, codes in table.codes:
        listed = ", ".join(literal(code) for code in codes)
        _refuse_first(
            found, [places[column]] if column in places else [],
            lambda place, listed=listed: f"upper(trim(c{place})) not in ({listed})", None,
            "{} is no code of this column", f"one of {', '.join(codes)}, or an empty cell",
            f"put the cell right; where the code is a new one, add it to `codes` in {table.yaml}",
        )  # fmt: skip
    numbers = [places[name] for name in table.numbers if name in places]
    allowed = rules.marks_of(table)
    marks = ", ".join(literal(mark) for mark in allowed)

    def is_odd(place: int) -> str:
        # quickly: what is not a plain figure, marks among it; a cast also takes 1_000, +5 and nan
        is_number = f"coalesce(isfinite(try_cast(c{place} as double)), false)"
        is_strange = f"contains(c{place}, '_') or contains(c{place}, '+')"
        return f"c{place} is not null and (not {is_number} or {is_strange})"

    def is_bad(place: int) -> str:
        text = f"trim(c{place})"
        digits = f"replace(replace({text}, ',', ''), '£', '')"
        return (
            f"lower({text}) not in ({marks}) and not coalesce("
            f"regexp_matches({text}, {literal(rules.pattern)}) "
            f"and try_cast({digits} as double) is not null, false)"
        )

    shown = ", ".join(mark for mark in allowed if mark and mark[0] != ERROR_CELL) or "none"
    _refuse_first(
        found, numbers if rules.pattern else [], is_bad, is_odd,
        "{} is neither a figure nor a mark of this return",
        f"a figure, such as 1234.5, 1,234.5 or £1,234, an empty cell, or a mark (here: {shown})",
        f"put the cell right; if the publisher uses a new mark, add it to `marks` in {table.yaml}",
    )  # fmt: skip


def _example(form: str) -> str:
    query = f"select strftime(timestamp '2024-04-01', {literal(form)})"
    return connection().execute(query).fetchall()[0][0]


def _is_other(place: int, pattern: str) -> str:
    return f"not regexp_full_match(trim(c{place}), {literal(pattern)})"


def _refuse_first(
    found: Found, used: list[int], is_bad: Callable[[int], str],
    is_odd: Callable[[int], str] | None, problem: str, expected: str, action: str,
) -> None:  # fmt: skip
    """Refuses the file for its first bad cell that is not blank.

    is_odd: what a quick look at all columns tells may be bad; is_bad without.
    """
    suspects = _suspects(used, is_odd or is_bad)
    if not suspects:
        return
    bad = {place: f"(trim(c{place}) != '' and {is_bad(place)})" for place in suspects}
    condition = " or ".join(bad.values())
    which = " ".join(f"when {text} then {place}" for place, text in bad.items())
    texts = ", ".join(f"c{place}" for place in suspects)
    query = f"select _row, case {which} end, {texts} from cells where {condition} order by _row"
    row = connection().execute(f"{query} limit 1").fetchone()
    if row is None:
        return
    number, place, *cells = row
    head = found.grid.head[found.header_row - 1] if found.header_row else []
    text = cells[suspects.index(place)]
    raise LandingError(
        found.grid.file,
        problem.format(repr(text if len(text) < 60 else text[:57] + "...")),
        expected,
        action,
        sheet=found.grid.sheet,
        row=number,
        column=" ".join(head[place - 1].split()) if head else str(place),
    )


def _suspects(used: list[int], is_odd: Callable[[int], str]) -> list[int]:
    """The columns with an odd cell, in one look at all of them."""
    if not used:
        return []
    looks = ", ".join(f"bool_or({is_odd(place)})" for place in used)
    seen = connection().execute(f"select {looks} from cells").fetchall()[0]
    return [place for place, is_seen in zip(used, seen, strict=True) if is_seen]
