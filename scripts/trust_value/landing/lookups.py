"""Names and codes looked up in what other returns say: ODS above all.

A return without codes is only as good as its names: one that leads nowhere would drop a trust from
every figure. A code with a slip in it would be a trust of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from trust_value.duck import literal, quoted
from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.asked import Asked
from trust_value.landing.declarations import Known, Organisations, Table
from trust_value.landing.readable import Readable

if TYPE_CHECKING:
    import duckdb

NEAREST, SAID = 3, 5
TRUST = "[RT][A-Z0-9]{2}"


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


class Register:
    """What is landed that knows names and codes. landed: Parquet files by label of a table."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, root: Path, readable: Readable,
        tables: list[Table], landed: Mapping[str, list[Path]],
    ) -> None:  # fmt: skip
        self.connection, self.root, self.readable, self.landed = connection, root, readable, landed
        registers = [table for table in tables if table.register and landed.get(table.label)]
        self.places = [table.label for table in registers]
        self.codes = [
            f"select {readable.code_of(quoted(code))} as key, any_value({_name(table)}) as name "
            f"from {self._rows(table.label)} group by key"
            for table in registers
            for code in table.register
        ]

    def _rows(self, label: str) -> str:
        return f"read_parquet([{', '.join(literal(path) for path in self.landed[label])}])"

    def check(self, asked: Iterable[Asked]) -> list[str]:
        """What is to be said of codes that nobody knows but that may be right.

        Raises LandingError for texts that lead nowhere, the nearest said. Nothing is looked up
        where no other return that knows them is landed.
        """
        remarks = []
        for each in asked:
            if each.organisations:
                remarks += self._check_codes(each, each.organisations)
                continue
            known = [one for one in each.known if one.is_seed or self.landed.get(one.place)]
            others = [one.place.split(".")[0] for one in known if not one.is_seed]
            if any(name != each.return_name for name in others):
                self._check_names(each, known)
        return remarks

    def _unknown(self, texts: Iterable[tuple[int, str]], key: str, known: str) -> list[tuple]:
        """Row, text, key and nearest of each text whose key is not among the known."""
        given = ", ".join(f"({row}, {literal(text)})" for row, text in texts)
        return (
            given
            and self.connection.execute(
                f"""
            with known as (select any_value(shown) as shown, key from ({known}) group by key),
            unknown as (
                select min(place) as place, min_by(text, place) as text, {key} as key
                from (values {given}) as given(place, text)
                group by key having key not in (select key from known)
            )
            select
                unknown.place, unknown.text, unknown.key,
                list(shown order by levenshtein(unknown.key, known.key), shown)[:{NEAREST}]
            from unknown cross join known group by all order by unknown.place
            """
            ).fetchall()
        )

    def _check_codes(self, asked: Asked, organisations: Organisations) -> list[str]:
        if not self.codes or asked.return_name in {place.split(".")[0] for place in self.places}:
            return []
        known = "select trim(key || ' ' || max(name)) as shown, key "
        known += f"from ({' union all '.join(self.codes)}) group by key"
        found = self._unknown(asked.texts, "text", known)
        if organisations.are == "trusts" and found:
            raise self._refusal(
                asked, found, "is a code that ODS does not know", "codes that ODS does not know",
                f"codes that stand in {' or '.join(self.places)}",
                f"put the code in the file right, or land a newer {self.places[0]} that has it",
            )  # fmt: skip
        strange = {code for _, code in asked.texts if _looks_like_a_trust(code)}
        return [
            f"{asked.file}, row {row}: {code} looks like a trust's code, and ODS does not know it "
            f"(nearest: {'; '.join(nearest)})"
            for row, code, _, nearest in found
            if code in strange
        ]

    def _check_names(self, asked: Asked, known: list[Known]) -> None:
        key, parts = name_key(self.readable.name_rules, "text"), []
        for one in known:
            rows = f"read_csv({literal(self.root / one.place)}, header = true, all_varchar = true)"
            rows = rows if one.is_seed else self._rows(one.place)
            name, code = quoted(one.name), quoted(one.code)
            is_said = f"trim({name}) != '' and trim({code}) != ''"
            parts.append(
                f"select trim({code}) || ' ' || {name} as shown, "
                f"{name_key(self.readable.name_rules, name)} as key from {rows} where {is_said}"
            )
        found = self._unknown(asked.texts, key, " union all ".join(parts))
        if not found:
            return
        seeds = [one.place for one in known if one.is_seed]
        tables = [one.place for one in known if not one.is_seed]
        action = "put the name in the file right"
        if seeds:
            rows = ", ".join(f'`{key},<its code>,"<why>"`' for _, _, key, _ in found[:SAID])
            action = f"add to {seeds[0]} the row{'s' * (len(found) > 1)} {rows}, {action}"
        raise self._refusal(
            asked, found, "is a name that leads to no code", "names lead to no code",
            f"names that stand in {' or '.join([*tables, *seeds])}",
            f"{action}, or land a newer {tables[-1]} that has it",
        )  # fmt: skip

    @staticmethod
    def _refusal(
        asked: Asked, found: list[tuple], one: str, many: str, expected: str, action: str
    ) -> LandingError:
        nearest = [f"{text!r} (row {row}; nearest: {'; '.join(n)})" for row, text, _, n in found]
        more = f"; and {len(found) - SAID} more" if len(found) > SAID else ""
        problem = f"{len(found)} {many}: {'; '.join(nearest[:SAID])}{more}"
        return LandingError(
            asked.file, problem if len(found) > 1 else f"{nearest[0]} {one}", expected, action,
            sheet=asked.sheet, row=found[0][0], column=asked.column,
        )  # fmt: skip


def _name(table: Table) -> str:
    names = [column.name for column in table.columns if "name" in column.name]
    return quoted(names[0]) if names else literal("")


def _looks_like_a_trust(code: str) -> bool:
    return len(code) == 3 and code[0] in "RT"


def name_key(rules: Iterable[tuple[str, str]], column: str) -> str:
    """The SQL that makes a name comparable, by the rules that the models use."""
    made = f"upper({column})"
    for pattern, replacement in rules:
        made = f"regexp_replace({made}, {literal(pattern)}, {literal(replacement)}, 'g')"
    return made
