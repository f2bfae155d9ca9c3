"""Writes returns in their published layouts at national size: `python benchmarks/generate.py TO`.

Codes and names of trusts are those of data/returns/ods, so that they map; figures are those of the
bundled returns moved by year and seed, or made up. They measure speed and mean nothing else. The
same seed and years give the same files.
"""

import argparse
from pathlib import Path

import duckdb

from accounts import prepare, write_accounts
from returns import Returns

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ROOT / "data" / "returns"
LAST_YEAR = 2024


def generate(folder: Path, years: int, seed: int) -> None:
    """Writes the last `years` financial years to the folder, a folder a return; prints accounts."""
    (folder / "tac").mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    prepare(connection, BUNDLED, ROOT / "seeds" / "reference" / "trust_name_aliases.csv")
    returns = Returns(connection, BUNDLED, folder, seed)
    for year in range(LAST_YEAR + 1 - years, LAST_YEAR + 1):
        for path, rows in write_accounts(connection, folder / "tac", year, seed).items():
            print(f"{path.name}: {rows:,} rows", flush=True)
        returns.write_months(year)
    returns.write_costs()
    returns.write_prevalence()
    returns.write_catchments()


def main() -> None:
    """Reads the command line."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("folder", type=Path, help="where to write; made if it is not there")
    words.add_argument("--years", type=int, choices=(1, 3, 7), default=7)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    generate(given.folder, given.years, given.seed)


if __name__ == "__main__":
    main()
