"""Opening a published file, whatever its kind: the grids in it that a declared table may be in."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from trust_value.errors import LandingError
from trust_value.landing.declarations import Table
from trust_value.landing.readers.csv import Grid
from trust_value.landing.readers.text import WEB_PAGE
from trust_value.landing.readers.xls import read_xls, read_xlsb
from trust_value.landing.readers.xlsx import read_xlsx
from trust_value.landing.readers.zip import check_archive, take_out

KINDS = (".csv", ".xlsx", ".xls", ".xlsb", ".zip")
LARGEST_FILE = 1_500_000_000
# what would be a quote, a separator, a break or a way up, where a name is used without care
ODD = re.compile(r"""["'`;\\\x00-\x1f\x7f]|\.\.""")
COMPOUND, ZIP = b"\xd0\xcf\x11\xe0", b"PK"


def names_of(grid: Grid) -> tuple[str, ...]:
    """The names a grid's file goes by: the member's in its archive, and the published file's."""
    member = (PurePosixPath(grid.member.replace("\\", "/")).name,) if grid.member else ()
    return (*member, grid.file)


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


def check_name(name: str) -> None:
    """Raises LandingError where the name is no text: rows could not say where they are from."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        problem, action = "its name is not text in UTF-8", "give it the name its publisher gives it"
        raise LandingError(name, problem, "a readable name", action) from error


def check_size(path: Path) -> None:
    """Raises LandingError where the file is larger than anything published."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        problem = f"the file has {size / 1e9:.1f} GB"
        action = "see that it is the publication; land the one table wanted out of it"
        raise LandingError(path.name, problem, f"at most {LARGEST_FILE / 1e9} GB", action)


def grids(path: Path, tables: list[Table], scratch: Path) -> Iterator[Grid]:
    """The grids of a file that may hold one of the tables. Raises LandingError.

    A zip's members are opened where their own name or the zip's is declared.
    """
    file, kind = path.name, path.suffix.lower()
    by_name = [table for table in tables if table.match(file) is not None]
    if kind != ".zip":
        yield from _grids(path, file, None, by_name or tables, scratch)
        return
    _check_start(path, file, kind)

    def knows(name: str) -> list[Table]:
        return [table for table in tables if table in by_name or table.match(name) is not None]

    def wanted(name: str) -> bool:
        return PurePosixPath(name).suffix.lower() in KINDS[:-1] and bool(knows(name))

    for member, copy in take_out(path, file, wanted, scratch):
        yield from _grids(copy, file, member, knows(PurePosixPath(member).name), scratch)


def _grids(
    path: Path, file: str, member: str | None, tables: list[Table], scratch: Path
) -> Iterator[Grid]:
    kind = path.suffix.lower()
    wanted = tab_filter(tables)
    if kind == ".csv":
        yield Grid(file, path, member)
        return
    _check_start(path, member or file, kind)
    if kind in (".xlsx", ".xlsb"):
        check_archive(path, file)
    if kind == ".xlsx":
        # a link, so that no character of the published name is read as a pattern
        link = scratch / f"book{sum(1 for _ in scratch.iterdir())}.xlsx"
        link.symlink_to(path.resolve())
        yield from read_xlsx(link, file, member, wanted)
    else:
        read = read_xls if kind == ".xls" else read_xlsb
        yield from read(path, file, member, wanted, scratch)


def tab_filter(tables: Iterable[Table]) -> Callable[[str], bool]:
    """Whether a sheet's name is one that a table is declared to be on."""
    known = list(tables)
    return lambda tab: any(table.is_on(tab) for table in known)


def _check_start(path: Path, file: str, kind: str) -> None:
    """Raises LandingError where the first bytes are not those of a workbook or archive."""
    with path.open("rb") as stream:
        start = stream.read(512)
    if not start:
        raise LandingError(file, "the file is empty", action="download it again")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB_PAGE):
        action = "download the file itself: the link led to a page"
        raise LandingError(file, "this is a web page, not a table", action=action)
    if kind == ".xls" and start.startswith(COMPOUND):
        return
    if start.startswith(COMPOUND):
        problem = "the workbook is protected by a password, or is an .xls under another name"
        action = "open it, remove the password, save it as .xlsx; or name it .xls"
        raise LandingError(file, problem, "a workbook without a password", action)
    if kind == ".xls" or not start.startswith(ZIP):
        problem = f"this is no {kind} file"
        action = "give the file its own extension back, or download it again"
        raise LandingError(file, problem, f"the first bytes of a {kind} file", action)
