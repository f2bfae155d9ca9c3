"""What no landed cell may be: a formula, or a figure's cell that is no figure and no known mark."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trust_value.duck import connection, literal
from trust_value.errors import LandingError, TrustValueError
from trust_value.recognising import Found

MARKS = Path("macros/schema/known_marks.sql")
NUMBER = Path("macros/schema/published_number.sql")


@dataclass(frozen=True)
class Readable:
    """What staging reads as a figure: a pattern, and the marks that may stand in its place."""

    pattern: str = ""
    marks: tuple[str, ...] = ()


def read_readable(root: Path) -> Readable:
    """Pattern and marks as the dbt macros have them, so that they are written once.

    Nothing is checked where the project has no such macros. Raises TrustValueError.
    """
    if not (root / MARKS).exists():
        return Readable()
    marks = re.search(r"return\((\{.*?\})\)", (root / MARKS).read_text(encoding="utf-8"), re.S)
    number = (root / NUMBER).read_text(encoding="utf-8")
    pattern = re.search(r"published_number_pattern\(\) -%\}\s*(\S+)\s*\{%", number)
    if not marks or not pattern:
        raise TrustValueError(f"{MARKS} or {NUMBER} does not hold what landing reads there.")
    kinds: dict[str, list[str]] = ast.literal_eval(marks[1])
    return Readable(pattern[1], tuple(mark for each in kinds.values() for mark in each))


def check_cells(found: Found, places: dict[str, int], rules: Readable) -> None:
    """Looks through the table `cells`. Raises LandingError for the first cell that may not be.

    places: column of the table to column of `cells`.
    """
    used = sorted(set(places.values()))
    formulas = _suspects(used, lambda place: f"starts_with(c{place}, '=')")
    if formulas:
        _refuse_first(
            found, formulas, lambda place: f"coalesce(starts_with(c{place}, '='), false)",
            "a cell begins with =, a formula where its result belongs", "a figure or a text",
            "save the sheet with values in place of formulas",
        )  # fmt: skip
    numbers = [places[name] for name in found.table.numbers if name in places]
    marks = ", ".join(literal(mark) for mark in rules.marks)

    def is_odd(place: int) -> str:
        # quickly: what is not a plain figure, marks among it
        plain = f"translate(c{place}, '0123456789.-+eE', '') = ''"
        return f"not ({plain} and try_cast(c{place} as double) is not null)"

    def is_bad(place: int) -> str:
        text = f"trim(c{place})"
        digits = f"replace(replace({text}, ',', ''), '£', '')"
        return (
            f"(c{place} is not null and lower({text}) not in ({marks}) and not coalesce("
            f"regexp_matches({text}, {literal(rules.pattern)}) "
            f"and try_cast({digits} as double) is not null, false))"
        )

    if rules.pattern and (odd := _suspects(numbers, is_odd)):
        _refuse_first(
            found, odd, is_bad, "{} is neither a figure nor a known mark",
            f"a figure, such as 1234.5, 1,234.5 or £1,234, or a mark in {MARKS}",
            "put the cell right; if the publisher uses a new mark, add it to the macro",
        )  # fmt: skip


def _suspects(used: list[int], is_odd: Callable[[int], str]) -> list[int]:
    """The columns with an odd cell, in one look at all of them."""
    if not used:
        return []
    looks = ", ".join(f"bool_or({is_odd(place)})" for place in used)
    seen = connection().execute(f"select {looks} from cells").fetchall()[0]
    return [place for place, is_seen in zip(used, seen, strict=True) if is_seen]


def _refuse_first(
    found: Found, used: list[int], is_bad: Callable[[int], str], problem: str, expected: str,
    action: str,
) -> None:  # fmt: skip
    condition = " or ".join(is_bad(place) for place in used)
    which = " ".join(f"when {is_bad(place)} then {place}" for place in used)
    texts = ", ".join(f"c{place}" for place in used)
    query = f"select _row, case {which} end, {texts} from cells where {condition} order by _row"
    row = connection().execute(f"{query} limit 1").fetchone()
    if row is None:
        return
    number, place, *cells = row
    head = found.grid.head[found.header_row - 1] if found.header_row else []
    text = cells[used.index(place)]
    raise LandingError(
        found.grid.file,
        problem.format(repr(text if len(text) < 60 else text[:57] + "...")),
        expected,
        action,
        sheet=found.grid.sheet,
        row=number,
        column=" ".join(head[place - 1].split()) if head else str(place),
    )
