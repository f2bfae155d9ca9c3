"""How long a dashboard's queries take from the served file: `python benchmarks/lookups.py [FILE]`.

The queries are in lookups.sql. Each is asked many times of one connection, as a tool does that
keeps it, and with opening the file each time, as a tool does that keeps none. Rows are fetched.
"""

import statistics
import sys
import time
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
SERVED = HERE.parent / "serve" / "current" / "trust_value.duckdb"
TIMES = 200
TIMES_OPENED = 20
MILLISECONDS = 1000


def queries() -> dict[str, str]:
    """The queries by name, in the order of the file."""
    parts = (HERE / "lookups.sql").read_text(encoding="utf-8").split("\n-- ## ")[1:]
    return {name: query for name, _, query in (part.partition("\n") for part in parts)}


def open_file(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that only reads."""
    return duckdb.connect(str(path), read_only=True)


def asked(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, int]:
    """Milliseconds until the last row is there, and how many rows."""
    started = time.perf_counter()
    rows = connection.execute(query).fetchall()
    return (time.perf_counter() - started) * MILLISECONDS, len(rows)


def opened(path: Path, query: str) -> float:
    """Milliseconds to open the file, ask and close it."""
    started = time.perf_counter()
    with open_file(path) as connection:
        connection.execute(query).fetchall()
    return (time.perf_counter() - started) * MILLISECONDS


def lookups(path: Path) -> None:
    """Prints a line a query: median and 95th percentile, and the median with opening."""
    print("| query | rows | median, ms | 95%, ms | file opened for it, median, ms |")
    print("|---|---|---|---|---|")
    medians = []
    for name, query in queries().items():
        with open_file(path) as connection:
            asked(connection, query)
            figures = [asked(connection, query) for _ in range(TIMES)]
        times = sorted(figure for figure, _ in figures)
        whole = statistics.median(opened(path, query) for _ in range(TIMES_OPENED))
        medians.append(statistics.median(times))
        high = times[int(len(times) * 0.95)]
        cells = f"{figures[0][1]} | {medians[-1]:.1f} | {high:.1f} | {whole:.1f}"
        print(f"| {name} | {cells} |", flush=True)
    print(f"| slowest median of the {len(medians)} | | {max(medians):.1f} | | |")


if __name__ == "__main__":
    lookups(Path(sys.argv[1]) if len(sys.argv) > 1 else SERVED)
