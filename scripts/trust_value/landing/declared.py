"""Reads the declarations from the source YAML of each return."""

import re
from pathlib import Path
from typing import Any

import yaml

from trust_value.errors import TrustValueError
from trust_value.landing.declarations import Column, Expected, Known, Organisations, Table


def read_declared(staging: Path) -> list[Table]:
    """Every table declared under models/staging/<return>/_<return>__sources.yml.

    Tables without `config.meta.landing` (the manifest) are left out. Raises TrustValueError.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables: list[Table] = []
    for path in sorted(staging.glob("*/_*__sources.yml")):
        try:
            content = yaml.load(path.read_bytes(), Loader=loader) or {}  # noqa: S506 - a safe one
        except yaml.YAMLError as error:
            raise TrustValueError(f"{path.name}: not readable as YAML.\n  {error}") from error
        for source in content.get("sources", []):
            for table in source.get("tables", []):
                if landing := _meta(table).get("landing"):
                    landing = {"marks": _meta(source).get("marks", []), **landing}
                    tables.append(_checked(path.name, source["name"], table, landing))
    return tables


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return (node.get("config") or {}).get("meta") or {}


def _checked(where: str, return_name: str, table: dict[str, Any], landing: dict[str, Any]) -> Table:
    """The table declared. Raises TrustValueError that names it where a key says what it cannot."""
    problem = ""
    try:
        made = _table(return_name, table, landing)
        if made.stop not in ("blank", "end"):
            problem = "landing.header is a list of texts or none, landing.stop is blank or end"
        elif not made.header and not all(column.position for column in made.columns):
            problem = "without a header each column needs config.meta.position, from 1"
        elif not made.columns:
            problem = "no columns are declared"
        elif made.organisations and made.organisations.are not in ("trusts", "providers"):
            problem = "landing.organisations.are is trusts or providers"
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as error:
        problem = "landing.files, sheet and expected must be regular expressions, names lists of a "
        problem += f"table or seed with name and code ({error!r})"
    if problem:
        raise TrustValueError(f"{where}: {return_name}.{table['name']}: {problem}.")
    return made


def _table(return_name: str, table: dict[str, Any], landing: dict[str, Any]) -> Table:
    """Raises AttributeError, KeyError, TypeError, ValueError or re.error for a wrong key."""
    header = [] if landing.get("header") == "none" else landing["header"]
    tests = [test.get("numbers_are_readable", {}) for test in table.get("data_tests", [])]
    numbers = [name for test in tests for name in test.get("arguments", {}).get("columns", [])]
    organisations = landing.get("organisations")
    return Table(
        return_name=return_name,
        name=table["name"],
        files=_pattern(landing["files"]),
        header=tuple(header) if isinstance(header, list) else _not_a_list(header),
        stop=landing.get("stop", "end"),
        # columns with a leading underscore ride along: parts of the file name, and provenance
        columns=tuple(_column(each) for each in table.get("columns", []) if each["name"][0] != "_"),
        sheet=_pattern(landing["sheet"]) if landing.get("sheet") else None,
        has_group_header=bool(landing.get("group_header")),
        period=landing.get("period"),
        is_optional=bool(landing.get("optional")),
        is_repeated=bool(landing.get("repeated")),
        numbers=tuple(numbers),
        marks=tuple(str(mark).lower() for mark in landing["marks"]),
        dates=tuple(landing.get("dates", {}).items()),
        years=tuple(landing.get("years", {}).items()),
        expected=tuple((n, _expected(each)) for n, each in landing.get("expected", {}).items()),
        names=tuple((n, tuple(map(_known, each))) for n, each in landing.get("names", {}).items()),
        codes=tuple((n, tuple(map(str, each))) for n, each in landing.get("codes", {}).items()),
        organisations=_organisations(organisations) if organisations else None,
        register=tuple(landing.get("register", [])),
    )


def _not_a_list(header: object) -> tuple[str, ...]:
    raise TypeError(f"header is {header!r}, no list")


def _column(column: dict[str, Any]) -> Column:
    meta = _meta(column)
    names = tuple(str(text) for text in meta.get("published_as", [column["name"]]))
    return Column(column["name"], names, meta.get("position"), bool(meta.get("optional")))


def _pattern(given: str) -> str:
    re.compile(given)
    return given


def _expected(given: str | dict[str, dict[str, str]]) -> Expected:
    if isinstance(given, str):
        return _pattern(given)
    ((part, by_text),) = given.items()
    return part, tuple((text, _pattern(pattern)) for text, pattern in by_text.items())


def _known(given: dict[str, str]) -> Known:
    is_seed = "seed" in given
    return Known(given["seed" if is_seed else "table"], is_seed, given["name"], given["code"])


def _organisations(given: dict[str, Any]) -> Organisations:
    totals, only = (
        tuple((name, _pattern(each)) for name, each in given.get(key, {}).items())
        for key in ("totals", "only")
    )
    return Organisations(given["column"], given["are"], totals, only)
