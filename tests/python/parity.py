"""Compares the marts of two builds, cell by cell: keys exactly, numbers to a relative tolerance.

    python tests/python/parity.py build/trust_value.duckdb build/spark/trust_value.duckdb

Prints a line a mart and the first cells that differ; exit code 1 where any does.
"""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from trust_value.serving.dictionary import facts_of

PROJECT = Path(__file__).resolve().parents[2]
RELATIVE = 1e-9
# a difference of two figures that are equal comes out as 0 on one engine and as rounding on another
OF_LARGEST = 1e-13
SHOWN = 5
# says which build it is, and is meant to differ
IDENTITY = {("build_manifest", "build_id")}
COLUMNS = """
select column_name, data_type, coalesce(comment, '') from duckdb_columns()
where database_name = ? and schema_name = 'marts' and table_name = ? order by column_index
"""
TABLES = """
select table_name, coalesce(comment, '') from duckdb_tables()
where database_name = ? and schema_name = 'marts' order by table_name
"""


@dataclass
class Compared:
    """A mart. worst: the largest relative difference of its numbers; faults: what differs."""

    mart: str
    rows: int = 0
    cells: int = 0
    worst: float = 0.0
    faults: list[str] = field(default_factory=list)


def compare(one: Path, other: Path, manifest: Path) -> list[Compared]:
    """Every mart of either database, in alphabetical order."""
    with duckdb.connect(config={"threads": 1, "memory_limit": "2GB"}) as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = [dict(connection.execute(TABLES, [name]).fetchall()) for name in ("one", "other")]
        grains = facts_of(json.loads(manifest.read_text(encoding="utf-8")))
        marts = []
        for mart in sorted(tables[0].keys() | tables[1].keys()):
            compared = Compared(mart)
            marts.append(compared)
            if not (mart in tables[0] and mart in tables[1]):
                compared.faults.append("stands in one of the two only")
            elif tables[0][mart] != tables[1][mart]:
                compared.faults.append("is described otherwise")
            else:
                compare_mart(connection, compared, grains[mart].key)
        return marts


def compare_mart(
    connection: duckdb.DuckDBPyConnection, compared: Compared, key: tuple[str, ...]
) -> None:
    """Fills in what was found of one mart."""
    columns, others = (
        connection.execute(COLUMNS, [name, compared.mart]).fetchall() for name in ("one", "other")
    )
    if columns != others:
        compared.faults.append(f"columns differ: {set(columns) ^ set(others)}")
        return
    on = " and ".join(f'one."{name}" is not distinct from other."{name}"' for name in key)
    pairs = (
        f'from one.marts."{compared.mart}" as one '
        f'full join other.marts."{compared.mart}" as other on {on}'
    )
    # a row of the key alone on one side has no rowid on the other
    alone, compared.rows = connection.execute(
        f"select count(*) filter (one.rowid is null or other.rowid is null), count(*) {pairs}"
    ).fetchall()[0]
    if alone:
        compared.faults.append(f"{alone} rows stand in one of the two only")
    key_of_row = ", ".join(f'coalesce(one."{name}", other."{name}")' for name in key)
    for name, kind, _ in columns:
        if (compared.mart, name) in IDENTITY:
            continue
        compared.cells += compared.rows
        a, b = f'one."{name}"', f'other."{name}"'
        differs = f"{a} is distinct from {b}"
        if kind == "DOUBLE":
            largest = f'(select coalesce(max(abs("{name}")), 0) from one.marts."{compared.mart}")'
            apart = f"abs({a} - {b}) / nullif(greatest(abs({a}), abs({b})), 0)"
            small = f"coalesce(abs({a} - {b}) <= {OF_LARGEST} * {largest}, false)"
            worst = connection.execute(
                f"select coalesce(max({apart}), 0) {pairs} where not {small}"
            ).fetchall()[0][0]
            compared.worst = max(compared.worst, worst)
            differs += f" and not {small} and not coalesce({apart} <= {RELATIVE}, false)"
        found = connection.execute(
            f"select count(*) over (), {a}, {b}, {key_of_row} {pairs} where {differs} limit {SHOWN}"
        ).fetchall()
        if found:
            compared.faults.append(f"{name}: {found[0][0]} cells differ")
            compared.faults += [f"  {row[1]!r} and {row[2]!r} at {row[3:]}" for row in found]


def table(marts: list[Compared]) -> str:
    """A line a mart, and the faults under it."""
    lines = [f"{'mart':32} {'rows':>7} {'cells':>9}  largest relative difference"]
    for each in marts:
        lines.append(f"{each.mart:32} {each.rows:7,} {each.cells:9,}  {each.worst:.1e}")
        lines += [f"    {fault}" for fault in each.faults]
    cells, faulty = sum(each.cells for each in marts), sum(bool(each.faults) for each in marts)
    return "\n".join([*lines, f"{len(marts)} marts, {cells:,} cells: {faulty} marts differ"])


if __name__ == "__main__":
    all_marts = compare(Path(sys.argv[1]), Path(sys.argv[2]), PROJECT / "target" / "manifest.json")
    print(table(all_marts))
    sys.exit(any(each.faults for each in all_marts))
