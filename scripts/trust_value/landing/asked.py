"""Names and codes of a table that are to be looked up once what knows them is landed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trust_value.duck import literal
from trust_value.landing.declarations import Known, Organisations
from trust_value.landing.readable import Readable
from trust_value.landing.readers.base import Rows

if TYPE_CHECKING:
    from trust_value.landing.recognise import Found


@dataclass(frozen=True)
class Asked:
    """Texts of a column that are to be looked up: first row and text of each, codes cleaned.

    column: as the sheet heads it; known: where names are looked up; organisations: what codes are.
    """

    return_name: str
    file: str
    sheet: str | None
    column: str
    texts: tuple[tuple[int, str], ...]
    known: tuple[Known, ...] = ()
    organisations: Organisations | None = None


def asked_in(found: Found, rows: Rows, readable: Readable) -> list[Asked]:
    """The names and codes of a table that are to be looked up.

    Raises LandingError for a code that is none, whatever ODS says: empty, or of other letters.
    """
    table = found.table
    where = (table.return_name, found.sheet.source.file, found.sheet.label)
    asked = []
    for column, known in table.names:
        if column in rows.columns:
            cell = rows.columns[column]
            query = f"select min(_row), {cell} from {{rows}} group by all order by all"
            texts = tuple((row, name) for row, name in rows.ask(query) if name and name.strip())
            asked.append(Asked(*where, found.heading(column), texts, known))
    given = table.organisations
    if given and readable.code and given.column in rows.columns:
        codes = _codes(found, rows, readable, given)
        asked.append(Asked(*where, found.heading(given.column), codes, organisations=given))
    return asked


def _codes(
    found: Found, rows: Rows, readable: Readable, given: Organisations
) -> tuple[tuple[int, str], ...]:
    cell, code_form = rows.columns[given.column], literal(readable.code)

    def fits(name: str, pattern: str) -> str:
        text = f"trim({rows.columns[name]})"
        return f"coalesce(regexp_full_match({text}, {literal(pattern)}), false)"

    totals = [fits(*each) for each in given.totals if each[0] in rows.columns]
    others = [f"not {fits(*each)}" for each in given.only if each[0] in rows.columns]
    codes = rows.ask(
        f"select min(_row), any_value({cell}), {readable.code_of(cell)} as _code, "
        f"coalesce(regexp_full_match(_code, {code_form}), false) from {{rows}} "
        f"where not ({' or '.join([*totals, *others, 'false'])}) group by _code order by 1"
    )
    for row, text, _, is_code in codes:
        if not is_code:
            raise found.sheet.refusal(
                f"{text or ''!r} is no organisation's code",
                "a code of three to six capital letters and digits, such as RFF",
                f"put the cell right; a row of totals is told by `totals` in {found.table.yaml}",
                row=row,
                column=found.heading(given.column),
            )
    return tuple((row, code) for row, _, code, _ in codes)
