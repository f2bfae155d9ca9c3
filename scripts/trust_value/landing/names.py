"""Names that must lead to a code: looked up at landing as the models look them up.

A return without codes is only as good as its names: one that leads nowhere would drop a trust from
every figure. What makes two names one is the dbt macro, rendered here, so that it is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import connection, literal, quoted
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.declarations import Known, Table

if TYPE_CHECKING:
    from trust_value.landing.recognise import Found

KEY = "organisation_key"
MACROS = (Path(f"macros/schema/{KEY}.sql"), Path("macros/cross_db/replace_all.sql"))
NEAREST, SAID = 3, 5


@dataclass(frozen=True)
class Named:
    """The names in a column of a sheet: first row and text. column: as the sheet heads it."""

    return_name: str
    file: str
    sheet: str | None
    column: str
    known: tuple[Known, ...]
    names: tuple[tuple[int, str], ...]


def check_declared(tables: list[Table], root: Path) -> None:
    """Raises TrustValueError where names are to be looked up in what is not there."""
    labels = {table.label for table in tables}
    for table in tables:
        for one in [one for _, known in table.names for one in known]:
            if not ((root / one.place).is_file() if one.is_seed else one.place in labels):
                raise TrustValueError(
                    f"{table.yaml}: names of {table.label} are looked up in {one.place!r}, which "
                    "is not there.\n  what to do: name a declared table, such as ods.trusts, or "
                    "the path of a seed."
                )


def names_in(found: Found) -> list[Named]:
    """The names in `cells` that are to be looked up, each once, from the first row on."""
    named = []
    for column, known in found.table.names:
        if place := found.places.get(column):
            query = f"select min(_row), c{place} from cells group by all order by all"
            found_rows = connection().execute(query).fetchall()
            rows = [(row, name) for row, name in found_rows if name and name.strip()]
            head = found.grid.head[found.header_row - 1][place - 1] if found.header_row else column
            where = (found.table.return_name, found.grid.file, found.grid.sheet, head.strip())
            named.append(Named(*where, known, tuple(rows)))
    return named


def check_names(named: Iterable[Named], landed: Mapping[str, list[Path]], root: Path) -> None:
    """Looks up each name. Raises LandingError for those that lead to no code, the nearest said.

    landed: the Parquet files of each table, by label. Nothing is looked up where no other return
    that knows names is landed.
    """
    for each in named:
        known = [one for one in each.known if one.is_seed or landed.get(one.place)]
        if any(not one.is_seed and one.place.split(".")[0] != each.return_name for one in known):
            _check(each, known, landed, root)


def _check(named: Named, known: list[Known], landed: Mapping[str, list[Path]], root: Path) -> None:
    parts = []
    for one in known:
        rows = f"read_csv({literal(root / one.place)}, header = true, all_varchar = true)"
        if not one.is_seed:
            paths = ", ".join(literal(path) for path in landed[one.place])
            rows = f"read_parquet([{paths}])"
        name, code = quoted(one.name), quoted(one.code)
        is_said = f"trim({name}) != '' and trim({code}) != ''"
        parts.append(f"select {name} as name, {code} as code from {rows} where {is_said}")
    given = ", ".join(f"({row}, {literal(name)})" for row, name in named.names)
    query = f"""
        with known as (
            select any_value(trim(code) || ' ' || name) as shown, {key_of(root, "name")} as key
            from ({" union all ".join(parts)}) group by key
        ),
        unknown as (
            select min(place) as place, min_by(name, place) as name, {key_of(root, "name")} as key
            from (values {given}) as given(place, name)
            group by key having key not in (select key from known)
        )
        select
            unknown.place, unknown.name, unknown.key,
            list(shown order by levenshtein(unknown.key, known.key), shown)[:{NEAREST}]
        from unknown cross join known group by all order by unknown.place
    """
    if found := connection().execute(query).fetchall():
        raise _unknown(named, known, found)


def _unknown(
    named: Named, known: list[Known], found: list[tuple[int, str, str, list[str]]]
) -> LandingError:
    nearest = [f"{name!r} (row {row}; nearest: {'; '.join(near)})" for row, name, _, near in found]
    problem = f"{nearest[0]} is a name that leads to no code"
    if len(found) > 1:
        more = f"; and {len(found) - SAID} more" if len(found) > SAID else ""
        problem = f"{len(found)} names lead to no code: {'; '.join(nearest[:SAID])}{more}"
    seeds = [one.place for one in known if one.is_seed]
    tables = [one.place for one in known if not one.is_seed]
    action = "put the name in the file right"
    if seeds:
        rows = ", ".join(f'`{key},<its code>,"<why>"`' for _, _, key, _ in found[:SAID])
        action = f"add to {seeds[0]} the row{'s' * (len(found) > 1)} {rows}, {action}"
    return LandingError(
        named.file,
        problem,
        f"names that stand in {' or '.join([*tables, *seeds])}",
        f"{action}, or land a newer {tables[-1]} that has it",
        sheet=named.sheet,
        row=found[0][0],
        column=named.column,
    )


@cache
def key_of(root: Path, column: str) -> str:
    """The SQL that makes a name comparable: dbt's macro, rendered as it is for DuckDB."""
    import jinja2

    text = "\n".join((root / path).read_text(encoding="utf-8") for path in MACROS)
    made: list[jinja2.environment.TemplateModule] = []

    class Adapter:
        """What dbt gives macros to choose an engine's own."""

        @staticmethod
        def dispatch(name: str) -> object:
            return getattr(made[0], f"duckdb__{name}")

    names = {"adapter": Adapter, "return": lambda value: value}
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - it renders SQL
    environment.globals.update(names)
    made.append(environment.from_string(text).module)
    return str(getattr(made[0], KEY)(column))
