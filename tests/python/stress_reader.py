"""A reader in a process of its own: reads what is served until told to stop, and says what it saw.

`python stress_reader.py KIND SERVE STOP`; prints JSON: reads, numbers seen in their order, and
whatever failed or belonged to two publications.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from pathlib import Path

import duckdb

MARTS = ("value_index", "claims_ledger")
ENDS = [f"(select {end}(number) from {mart})" for mart in MARTS for end in ("min", "max")]
QUERY = f"select {', '.join(ENDS)}"


def in_database(path: Path) -> list[int]:
    """The least and largest number of both marts."""
    with duckdb.connect(str(path), read_only=True) as served:
        return list(served.execute(QUERY).fetchall()[0])


def in_files(folder: Path) -> list[int]:
    """The numbers in the other files of a publication, and in what they say of their build."""
    numbers = []
    for mart in MARTS:
        parquet = folder / "parquet" / f"{mart}.parquet"
        numbers += duckdb.sql(f"select min(number), max(number) from '{parquet}'").fetchall()[0]
        build = duckdb.sql(
            f"select value::varchar from parquet_kv_metadata('{parquet}') where key = 'build_id'"
        )
        numbers.append(int(build.fetchall()[0][0]))
        with (folder / "csv" / f"{mart}.csv").open(encoding="utf-8-sig", newline="") as file:
            numbers += {int(row["number"]) for row in csv.DictReader(file)}
    numbers.append(int(json.loads((folder / "datapackage.json").read_text())["id"]))
    with zipfile.ZipFile(folder / "trust_value.xlsx") as book:
        # behind contents, columns, notes, licence and claims_ledger
        sheet = book.read("xl/worksheets/sheet6.xml").decode()
    numbers += {int(cell.split("</v>")[0]) for cell in sheet.split("<v>")[1:]}
    return numbers


def main() -> None:
    """Reads in a loop; the stop file ends it."""
    kind, serve, stop = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    seen: dict[str, list] = {"numbers": [], "failed": [], "mixed": []}
    reads = 0
    path = serve / "current" / "trust_value.duckdb"
    kept = duckdb.connect(str(path), read_only=True) if kind == "kept open" else None
    while not stop.exists():
        try:
            if kept is not None:
                numbers = list(kept.cursor().execute(QUERY).fetchall()[0])
            elif kind == "by path":
                numbers = in_database(path)
            else:
                folder = (serve / "current").resolve()
                numbers = in_database(folder / "trust_value.duckdb") + in_files(folder)
        except Exception as error:
            seen["failed"].append(repr(error))
            continue
        reads += 1
        if len(set(numbers)) > 1:
            seen["mixed"].append(numbers)
        if numbers[0] not in seen["numbers"]:
            seen["numbers"].append(numbers[0])
    print(json.dumps(seen | {"reads": reads}))


if __name__ == "__main__":
    main()
