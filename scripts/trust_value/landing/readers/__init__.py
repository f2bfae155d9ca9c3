"""Read published files, one module a format: each gives sheets of cells that are still text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from trust_value.errors import LandingError
from trust_value.files import COMPOUND, is_of_kind, is_page, start_of
from trust_value.landing.declarations import Table
from trust_value.landing.readers.base import Sheet, Source
from trust_value.landing.readers.csv import CsvSheet
from trust_value.landing.readers.xls import read_xls
from trust_value.landing.readers.xlsb import read_xlsb
from trust_value.landing.readers.xlsx import read_xlsx
from trust_value.landing.readers.zip import check_archive, take_out

KINDS = (".csv", ".xlsx", ".xls", ".xlsb", ".zip")
READERS = {".xlsx": read_xlsx, ".xls": read_xls, ".xlsb": read_xlsb}
LARGEST_FILE = 1_500_000_000
# what would be a quote, a separator, a break or a way up, where a name is used without care
ODD = re.compile(r"""["'`;\\\x00-\x1f\x7f]|\.\.""")


def names_of(sheet: Sheet) -> tuple[str, ...]:
    """The names a sheet's file goes by: the member's in its archive, and the published file's."""
    member = sheet.source.member
    own = (PurePosixPath(member.replace("\\", "/")).name,) if member else ()
    return (*own, sheet.source.file)


def is_known(path: Path, tables: Iterable[Table]) -> bool:
    """Whether a declaration may know the file by its name; archives are opened to say."""
    kind = path.suffix.lower()
    return kind == ".zip" or (
        kind in KINDS and any(each.match(path.name) is not None for each in tables)
    )


def is_odd(name: str) -> bool:
    """Whether a name that no declaration knows is one that no publisher gives."""
    return PurePosixPath(name).suffix.lower() in KINDS and bool(ODD.search(name))


def odd_name(name: str, similar: Table | None) -> LandingError:
    """The refusal of a file of an odd name. similar: the table whose header it has."""
    expected = "the name its publisher gives it"
    expected += f"; by its header it is {similar.label}" if similar else ""
    action = "give it that name and land it again, or take it away"
    problem = "no return is published under this name, which has quotes, semicolons, backslashes, "
    return LandingError(name, f"{problem}line breaks or two dots in it", expected, action)


def check_name_and_size(path: Path) -> None:
    """Raises LandingError where the name is no text or the file is too large."""
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        problem, action = "its name is not text in UTF-8", "give it the name its publisher gives it"
        raise LandingError(path.name, problem, "a readable name", action) from error
    size = path.stat().st_size
    if size > LARGEST_FILE:
        problem = f"the file has {size / 1e9:.1f} GB"
        action = "see that it is the publication; land the one table wanted out of it"
        raise LandingError(path.name, problem, f"at most {LARGEST_FILE / 1e9} GB", action)


def sheets(source: Source, tables: list[Table]) -> Iterator[Sheet]:
    """The sheets of a file that may hold one of the tables. Raises LandingError.

    A zip's members are opened where their own name or the zip's is declared.
    """
    by_name = [table for table in tables if table.match(source.file) is not None]
    if source.path.suffix.lower() != ".zip":
        yield from _sheets(source, by_name or tables)
        return
    _check_start(source)

    def knows(name: str) -> list[Table]:
        return [table for table in tables if table in by_name or table.match(name) is not None]

    def wanted(name: str) -> bool:
        return PurePosixPath(name).suffix.lower() in KINDS[:-1] and bool(knows(name))

    for member, copy in take_out(source.path, source.file, wanted, source.scratch):
        known = knows(PurePosixPath(member.replace("\\", "/")).name)
        yield from _sheets(replace(source, path=copy, member=member), known)


def _sheets(source: Source, tables: list[Table]) -> Iterator[Sheet]:
    kind = source.path.suffix.lower()
    if kind == ".csv":
        yield CsvSheet(source)
        return
    _check_start(source)
    if kind in (".xlsx", ".xlsb"):
        check_archive(source.path, source.file)
    if kind == ".xlsx":
        # a link, so that no character of the published name is read as a pattern
        link = source.scratch / f"book{sum(1 for _ in source.scratch.iterdir())}.xlsx"
        link.symlink_to(source.path.resolve())
        source = replace(source, path=link)
    yield from READERS[kind](source, lambda tab: any(table.is_on(tab) for table in tables))


def _check_start(source: Source) -> None:
    """Raises LandingError where the first bytes are not those of a workbook or archive."""
    kind, start = source.path.suffix.lower(), start_of(source.path)
    if not start:
        raise source.refusal("the file is empty", "", "download it again")
    if is_page(start):
        action = "download the file itself: the link led to a page"
        raise source.refusal("this is a web page, not a table", "", action)
    if kind != ".xls" and start.startswith(COMPOUND):
        problem = "the workbook is protected by a password, or is an .xls under another name"
        action = "open it, remove the password, save it as .xlsx; or name it .xls"
        raise source.refusal(problem, "a workbook without a password", action)
    if not is_of_kind(start, kind[1:]):
        action = "give the file its own extension back, or download it again"
        raise source.refusal(f"this is no {kind} file", f"the first bytes of a {kind} file", action)
