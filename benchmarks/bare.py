"""Reads workbooks and does nothing else: `python benchmarks/bare.py READER PROCESSES FILE...`.

What landing is held against. `excel` is DuckDB's reader of .xlsx into Arrow, as landing uses it;
`fastexcel` the other reader library, into Arrow; `pandas` is pandas with openpyxl.
"""

import multiprocessing
import sys
import time
from pathlib import Path

SHEET = "All data"


def excel(path: str) -> int:
    """Rows of the sheet, read as text by DuckDB into Arrow."""
    import duckdb
    import duckdb_extension_excel as extension
    import nanoarrow

    folder = Path(extension.__file__).parent / "extensions" / f"v{duckdb.__version__}"
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"load '{folder / 'excel.duckdb_extension'}'")
        rows = connection.sql(
            f"select * from read_xlsx('{path}', sheet = '{SHEET}', range = 'A1:G1048576', "
            "header = true, all_varchar = true, stop_at_empty = true)"
        )
        return sum(len(batch) for batch in nanoarrow.ArrayStream(rows))


def fastexcel(path: str) -> int:
    """Rows of the sheet, read as text by fastexcel into Arrow."""
    import fastexcel as library
    import nanoarrow

    sheet = library.read_excel(path).load_sheet(SHEET, dtypes="string")
    return sum(len(batch) for batch in nanoarrow.ArrayStream(sheet))


def pandas(path: str) -> int:
    """Rows of the sheet, read as text by pandas with openpyxl."""
    import pandas as library

    return len(library.read_excel(path, sheet_name=SHEET, dtype=str, engine="openpyxl"))


READERS = {reader.__name__: reader for reader in (excel, fastexcel, pandas)}


def main() -> None:
    """Reads each file in a pool of processes; prints rows and seconds without starting Python."""
    name, processes, *paths = sys.argv[1:]
    largest_first = sorted(paths, key=lambda path: -Path(path).stat().st_size)
    started = time.perf_counter()
    with multiprocessing.Pool(int(processes)) as pool:
        rows = sum(pool.imap_unordered(READERS[name], largest_first))
        # ended by themselves, not killed: only then does their CPU time count as this process's
        pool.close()
        pool.join()
    print(f"{rows:,} rows in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
