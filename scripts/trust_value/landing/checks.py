"""Cell checks: refuse formulas and values the declaration does not allow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from trust_value.duck import literal
from trust_value.errors import LandingError
from trust_value.landing.declarations import Table
from trust_value.landing.periods import FINANCIAL_YEAR, WHICH_IS_WRONG, expected_of
from trust_value.landing.readable import ERROR_CELL, Readable
from trust_value.landing.readers.base import Rows
from trust_value.landing.recognise import Found

# notes below a table are looked for in so many of its last rows
NOTES_AT_MOST = 200


@dataclass(frozen=True)
class Rule:
    """What the cells of some columns may not be. is_bad: column to SQL condition.

    is_odd: a quick look that finds every bad cell, and perhaps others; is_bad without.
    """

    columns: list[str]
    is_bad: Callable[[str], str]
    problem: str
    expected: str
    action: str = "put the cell right, or download the file again"
    is_odd: Callable[[str], str] | None = field(default=None)


def check_cells(found: Found, rows: Rows, readable: Readable) -> None:
    """Raises LandingError for the first cell that may not be. rows: as they were written."""
    for rule in _rules(found, readable):
        _refuse_first(found, rows, rule)


def _rules(found: Found, readable: Readable) -> Iterable[Rule]:
    table = found.table
    yield Rule(
        list(found.places),
        lambda cell: f"({cell} >= '=' and {cell} < '>')",
        "a cell begins with =, a formula where its result belongs",
        "a figure or a text",
        "save the sheet with values in place of formulas",
    )
    for column, form in table.dates:
        yield Rule(
            [column],
            lambda cell, form=form: f"try_strptime(trim({cell}), {literal(form)}) is null",
            "{} is not a date",
            f"a date such as {_example(form)}, or an empty cell",
        )
    for column, dashes in table.years:
        yield Rule(
            [column],
            lambda cell, dashes=dashes: _is_no_year(cell, dashes),
            "{} is not a financial year as the models read it",
            FINANCIAL_YEAR.replace("-", dashes[-1]),
        )
    for column, (pattern, shown) in expected_of(table, found.groups).items():
        yield Rule(
            [column],
            lambda cell, pattern=pattern: (
                f"not regexp_full_match(trim({cell}), {literal(pattern)})"
            ),
            "{} is not what the file's name says",
            shown,
            WHICH_IS_WRONG,
        )
    for column, codes in table.codes:
        listed = ", ".join(literal(code) for code in codes)
        yield Rule(
            [column],
            lambda cell, listed=listed: f"upper(trim({cell})) not in ({listed})",
            "{} is no code of this column",
            f"one of {', '.join(codes)}, or an empty cell",
            f"put the cell right; where the code is a new one, add it to `codes` in {table.yaml}",
        )
    if readable.number:
        yield _figures(table, readable)


def _figures(table: Table, readable: Readable) -> Rule:
    allowed = readable.marks_of(table)
    marks = ", ".join(literal(mark) for mark in allowed)

    def is_odd(cell: str) -> str:
        # what is not a plain figure, marks among it; a cast also takes 1_000, +5 and nan
        is_number = f"coalesce(isfinite(try_cast({cell} as double)), false)"
        is_strange = f"contains({cell}, '_') or contains({cell}, '+')"
        return f"{cell} is not null and (not {is_number} or {is_strange})"

    def is_bad(cell: str) -> str:
        text = f"trim({cell})"
        digits = f"replace(replace({text}, ',', ''), '£', '')"
        return (
            f"lower({text}) not in ({marks}) and not coalesce("
            f"regexp_matches({text}, {literal(readable.number)}) "
            f"and try_cast({digits} as double) is not null, false)"
        )

    shown = ", ".join(mark for mark in allowed if mark and mark[0] != ERROR_CELL) or "none"
    return Rule(
        list(table.numbers),
        is_bad,
        "{} is neither a figure nor a mark of this return",
        f"a figure, such as 1234.5, 1,234.5 or £1,234, an empty cell, or a mark (here: {shown})",
        f"put the cell right; if the publisher uses a new mark, add it to `marks` in {table.yaml}",
        is_odd,
    )


def _is_no_year(cell: str, dashes: str) -> str:
    form = literal(f"(19|20)[0-9][0-9][{dashes[::-1]}][0-9][0-9]")
    follows = f"(try_cast({cell}[3:4] as integer) + 1) % 100 = try_cast({cell}[6:7] as integer)"
    return f"not coalesce(regexp_full_match({cell}, {form}) and {follows}, false)"


def _example(form: str) -> str:
    return datetime(2024, 4, 1).strftime(form)


def _refuse_first(found: Found, rows: Rows, rule: Rule) -> None:
    """Refuses the file for its first bad cell that is not blank."""
    used = [name for name in rule.columns if name in rows.columns]
    is_odd = rule.is_odd or rule.is_bad
    looks = ", ".join(f"bool_or({is_odd(rows.columns[name])})" for name in used)
    seen = rows.ask(f"select {looks} from {{rows}}")[0] if used else ()
    suspects = [name for name, is_seen in zip(used, seen, strict=True) if is_seen]
    if not suspects:
        return
    cells = {name: rows.columns[name] for name in suspects}
    bad = {n: f"(trim({cell}) != '' and {rule.is_bad(cell)})" for n, cell in cells.items()}
    which = " ".join(f"when {text} then {place}" for place, text in enumerate(bad.values()))
    texts, condition = ", ".join(cells.values()), " or ".join(bad.values())
    query = f"select _row, case {which} end, {texts} from {{rows}} where {condition}"
    first = rows.ask(f"{query} order by _row limit 1")
    if first:
        row, place, *shown = first[0]
        raise bad_cell(found, suspects[place], row, shown[place], rule)


def bad_cell(found: Found, column: str, row: int, text: str, rule: Rule) -> LandingError:
    """The refusal of a file for one of its cells."""
    shown = repr(text if len(text) < 60 else text[:57] + "...")
    return found.sheet.refusal(
        rule.problem.format(shown),
        rule.expected,
        rule.action,
        row=row,
        column=found.heading(column),
    )


def last_row(found: Found, rows: Rows, last: int, readable: Readable) -> int:
    """The last row of the table: what has neither a code nor figures below it is a note.

    last: the last row landed. A table without a column of codes has no notes.
    """
    organisations = found.table.organisations
    if not (organisations and readable.code and organisations.column in rows.columns):
        return last
    code = readable.code_of(rows.columns[organisations.column])
    figures = [rows.columns[name] for name in found.table.numbers if name in rows.columns]
    is_row = f"regexp_full_match({code}, {literal(readable.code)})"
    condition = " or ".join([is_row, *(f"trim({cell}) != ''" for cell in figures)])
    query = f"select max(_row) from {{rows}} where _row > {last - NOTES_AT_MOST} and ({condition})"
    return rows.ask(query)[0][0] or last
