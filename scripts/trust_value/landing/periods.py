"""Which period a file is of, and which of two files of one period the models read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from trust_value.errors import LandingError
from trust_value.landing.declarations import Table
from trust_value.landing.readers.base import Sheet
from trust_value.landing.record import Landed

# named parts of a file name that order the issues of one period, and are no part of it
REVISED, PUBLISHED = "revised", "published"
FINANCIAL_YEAR = "a financial year such as 2023-24"
WHICH_IS_WRONG = (
    "see which of the two is wrong: name the file as its publisher does, or download it again"
)


def check_year(file: str, groups: dict[str, str | None]) -> None:
    """Raises LandingError where the year in a file name is none."""
    year, years = groups.get("year"), groups.get("years")
    is_year = year is None or is_financial_year(year) or re.fullmatch(r"(19|20)\d\d", year)
    # 2425, 202425 and 2024_25
    if years is not None:
        digits = re.sub(r"\D", "", years).removeprefix("20") if len(years) > 4 else years
        year, is_year = years, (int(digits[:2]) + 1) % 100 == int(digits[2:])
    if not is_year:
        action = "put the year in the file name right"
        raise LandingError(file, f"{year!r} in its name is no year", FINANCIAL_YEAR, action)


def is_financial_year(text: str) -> bool:
    """Whether the text is two years that follow one another, as 2023-24."""
    found = re.fullmatch(r"((?:19|20)\d\d)[-_/](\d\d)", text)
    return bool(found) and (int(found[1]) + 1) % 100 == int(found[2])


def expected_of(table: Table, groups: dict[str, str | None]) -> dict[str, tuple[str, str]]:
    """What a table's cells must be for the period in the file name: pattern, and as a person reads.

    By column or label. What hangs on a part that this file name lacks is left out; dashes, spaces
    and underscores in the name stand for one another in the cell.
    """
    made = {}
    for name, given in table.expected:
        is_plain = isinstance(given, str)
        pattern = given if is_plain else dict(given[1]).get(groups.get(given[0]) or "")
        parts = re.findall(r"\{([a-z]\w*)\}", pattern or "")
        if pattern is None or any(not groups.get(part) for part in parts):
            continue
        shown = re.sub(r"^\(\?i\)", "", pattern)
        for part in parts:
            text = groups[part] or ""
            loose = "[-_ /]?".join(map(re.escape, re.split(r"[-_ /]+", text)))
            pattern = pattern.replace(f"{{{part}}}", loose)
            shown = shown.replace(f"{{{part}}}", text)
        made[name] = (pattern, shown)
    return made


def check_notes(
    table: Table, groups: dict[str, str | None], above: list[list[str]], sheet: Sheet
) -> None:
    """Raises LandingError where a labelled note above the header says another period.

    Looked at is the next cell that says anything after the label; a date that the sheet holds as a
    number says nothing.
    """
    columns = {column.name for column in table.columns}
    for label, (pattern, shown) in expected_of(table, groups).items():
        if label in columns:
            continue
        for row, cells in enumerate(above, start=1):
            texts = [" ".join(cell.split()) for cell in cells]
            place = next((i for i, text in enumerate(texts) if _is_label(text, label)), None)
            said = next(filter(None, texts[place + 1 :]), "") if place is not None else ""
            if re.search("[A-Za-z]", said) and not re.fullmatch(pattern, said):
                problem = f"{said!r} is not what the file's name says"
                raise sheet.refusal(problem, shown, WHICH_IS_WRONG, row=row, column=label)


def _is_label(text: str, label: str) -> bool:
    return text.rstrip(" :").casefold() == label.casefold()


def period_of(groups: dict[str, str | None]) -> str:
    """The named parts of the file name that say which period it is of; '' where none does."""
    parts = [text for name, text in groups.items() if name not in (REVISED, PUBLISHED)]
    return " ".join(plain for text in parts if text and (plain := text.casefold().strip(" -_")))


def revision_of(groups: dict[str, str | None]) -> int:
    """0 for a first issue, 1 for one named revised, more where the name numbers it."""
    text = groups.get(REVISED)
    digits = re.findall(r"\d+", text or "")
    return int(digits[-1]) if digits else int(bool(text))


def settle(entries: list[Landed], new: Landed, is_there: Callable[[Landed], bool]) -> list[Landed]:
    """The entries with a new one: of each period one file is in use, and the manifest says why.

    is_there: whether an entry's published file still is where it was found. Raises LandingError
    where two files of one period have no order between them.
    """
    settled = []
    for other in entries:
        if (other.key, other.sha256) == (new.key, new.sha256):
            continue
        shared = set(other.periods) & set(new.periods)
        is_rival = other.table == new.table and other.superseded_by is None and shared
        if not is_rival or (other.path == new.path and other.sha256 == new.sha256):
            settled.append(other)
        elif other.path == new.path or not is_there(other):
            settled.append(superseded(other, new, "a file of the same name with other content"))
        elif new.superseded_by is not None:
            settled.append(other)
        elif other.rank == new.rank:
            raise _no_order(other, new, shared)
        else:
            older, newer = sorted([other, new], key=lambda entry: entry.rank)
            if missed := set(older.periods) - set(newer.periods):
                raise _not_whole(older, newer, missed)
            why = why_newer(older, newer)
            if newer is new:
                settled.append(superseded(other, new, why))
            else:
                settled.append(other)
                new = superseded(new, other, why)
    return [*settled, new]


def superseded(older: Landed, newer: Landed, why: str) -> Landed:
    """The older entry, out of use."""
    reason = f"superseded by {why} ({newer.file_name}, {newer.sha256[:16]})"
    return replace(older, superseded_by=newer.sha256, reason=reason)


def why_newer(older: Landed, newer: Landed) -> str:
    """In words, what orders two files of one period."""
    if older.revision != newer.revision:
        return "a revised issue of the same period"
    if (older.published_on or "") != (newer.published_on or ""):
        return "a later publication of the same period"
    return "a file of the same period put beside the bundled ones"


def in_use_because(entry: Landed, entries: Iterable[Landed]) -> str:
    """Why a file is read: alone in its period, or instead of which others."""
    names = sorted(
        {
            other.file_name
            for other in entries
            if other.superseded_by == entry.sha256 and other.table == entry.table
        }
    )
    return f"in use instead of {', '.join(names)}" if names else "in use"


def _no_order(other: Landed, new: Landed, shared: set[str]) -> LandingError:
    period = ", ".join(sorted(shared)).strip() or "the one period of this return"
    problem = f"{other.file_name} is of the same period ({period}), and nothing says which is newer"
    if other.file_name == new.file_name:
        problem = f"there are two files of this name: {other.path} and {new.path}"
    action = "take one of the two away, or name the newer one revised as its publisher does"
    return LandingError(new.file_name, problem, "one file a period", action)


def _not_whole(older: Landed, newer: Landed, missed: set[str]) -> LandingError:
    problem = f"{newer.file_name} would take the place of {older.file_name} but lacks " + ", ".join(
        sorted(missed)
    )
    action = "take one of the two away"
    return LandingError(newer.file_name, problem, "every period of the older file", action)
