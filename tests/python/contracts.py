"""The marts' contracts as last released, and what a change of them breaks.

`python tests/python/contracts.py` writes what the build holds now to tests/released_marts.json: run
it with a release. It refuses where a mart broke its contract under the version it had.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from built_database import PROJECT, database_path
from trust_value.serving.contents import attached
from trust_value.serving.dictionary import facts_of
from trust_value.serving.marts import Mart, read_marts

RELEASED = PROJECT / "tests" / "released_marts.json"
MANIFEST = PROJECT / "target" / "manifest.json"
Contract = dict[str, object]


def built_marts(database: Path) -> list[Mart]:
    """The marts of a built warehouse, with what dbt's manifest says of them."""
    with attached(database) as connection:
        facts = facts_of(json.loads(MANIFEST.read_text(encoding="utf-8")))
        return read_marts(connection, facts)


def contract(mart: Mart) -> Contract:
    """What readers of a mart build on."""
    columns = {
        column.name: column.kind + ("" if column.is_nullable else " not null")
        for column in mart.columns
    }
    return {"version": mart.version, "key": sorted(mart.key), "columns": columns}


def broken(released: dict[str, Contract], now: dict[str, Contract]) -> list[str]:
    """What readers of the last release would stumble over, mart by mart.

    A mart whose version went up may change as it likes; marts and columns are added freely.
    """
    found = []
    for name, old in released.items():
        new = now.get(name)
        if new is None:
            found.append(f"{name} is gone")
            continue
        if new["version"] < old["version"]:
            found.append(f"{name}: version {new['version']} comes after {old['version']}")
        if new["version"] != old["version"]:
            continue
        if new["key"] != old["key"]:
            found.append(f"{name}: a row was one {old['key']} and is one {new['key']}")
        for column, kind in old["columns"].items():
            if column not in new["columns"]:
                found.append(f"{name}.{column} is gone")
            elif new["columns"][column] not in (kind, f"{kind} not null"):
                found.append(f"{name}.{column} was {kind} and is {new['columns'][column]}")
    return found


def main() -> None:
    """Writes the contracts of the build as those of the release."""
    now = {mart.name: contract(mart) for mart in built_marts(database_path())}
    problems = broken(json.loads(RELEASED.read_text()), now) if RELEASED.exists() else []
    if problems:
        sys.exit("\n".join([*problems, "what to do: raise contract_version in the mart's YAML."]))
    RELEASED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
