"""Measures speed and memory: `python benchmarks/measure.py [PART...]`; prints a table.

Parts: bundled (the returns of the checkout), landing (the generated set), build (dbt on 1, 3 and 7
years of it), segments (the returns of the checkout and the organisation file of the set), spells
(the returns of the checkout and 0.1, 1 and 10 million admitted spells, on any target of
profiles.yml), lookups (a dashboard's queries of what the checkout serves). All but lookups is done
in a copy of the checkout, and the generated set is kept for the next time. Figures are medians of
three runs; memory is the largest of any run. What an engine may use is in its environment, as
TRUST_VALUE_MEMORY for DuckDB.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cost import Cost, FailedError, cost, median_cost
from generate import LAST_YEAR, ROOT, generate
from lookups import SERVED, lookups

HERE = Path(__file__).resolve().parent
# what the generated set stands for; two files must not claim one period
BARE = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
REPLACED = ("data/returns/tac/TAC_*", "data/returns/ae/*")


class Checkout:
    """A copy of the checkout to measure in: its tracked files as they are now."""

    def __init__(self, folder: Path, target: str = "") -> None:
        self.folder = folder
        self.target = ["--target", target] if target else []
        listed = ["git", "ls-files", "-z"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603
        for name in names.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        self.environment = {"PYTHONPATH": str(folder / "scripts"), "PYTHONDONTWRITEBYTECODE": ""}

    def run(self, *verb: str) -> Cost:
        """Runs a verb of the console command."""
        command = str(Path(sys.executable).with_name("trust-value"))
        start = [command, "--project-dir", str(self.folder)]
        return cost([*start, *verb], self.folder, self.environment)

    def build(self, *options: str) -> Cost:
        """Builds on the target asked for."""
        return self.run(*self.target, "build", *options)

    def forget(self, *names: str) -> None:
        """Takes away what was built."""
        for name in names or ("build", "serve", "target", "logs"):
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def take_up(self, generated: Path, years: int) -> None:
        """Puts the last years of the generated set in the place of the bundled returns."""
        for pattern in REPLACED:
            for path in self.folder.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in sorted(generated.glob("*/*")):
            found = re.search(r"_(20\d\d)-\d\d[.]|([A-Z][a-z]+)-(20\d\d)[.]", path.name)
            start = LAST_YEAR
            if found:
                is_early = found[2] in ("January", "February", "March")
                start = int(found[1] or found[3]) - is_early
            target = self.folder / "data" / "returns" / path.parent.name / path.name
            if start > LAST_YEAR - years:
                target.parent.mkdir(exist_ok=True)
                target.unlink(missing_ok=True)
                os.link(path, target) if same_disk(path, self.folder) else shutil.copy(path, target)


def same_disk(one: Path, other: Path) -> bool:
    """Whether a file can be linked instead of copied."""
    return one.stat().st_dev == other.stat().st_dev


def row(what: str, figure: Cost, note: str = "") -> None:
    """Prints a line of the table."""
    figures = f"{figure.seconds:.1f} | {figure.cpu_seconds:.1f} | {figure.megabytes:,.0f}"
    print(f"| {what} | {figures} | {note} |", flush=True)


def rows_in(figure: Cost) -> str:
    """The rows landed in all, as the command says."""
    found = re.findall(r"[\d,]+ rows", figure.said)
    return found[-1] if found else ""


def bundled(checkout: Checkout, runs: int) -> None:
    """`run` on the returns of the checkout: anew, unchanged, one return issued again."""
    path = next((checkout.folder / "data" / "returns" / "hes_op").glob("*.csv"))
    text = path.read_bytes()
    header, record, rest = text.split(b"\n", 2)
    place = header.split(b",").index(b"ATTENDED")

    def reissue(number: int) -> None:
        cells = record.split(b",")
        cells[place] = b"%d" % (int(cells[place]) + 5 * (number + 1))
        path.write_bytes(b"\n".join([header, b",".join(cells), rest]))

    anew = median_cost(runs, lambda _: checkout.forget(), lambda: checkout.run("run"))
    row("`run`, nothing built before", anew, rows_in(anew))
    row("`run`, nothing changed", median_cost(runs, lambda _: None, lambda: checkout.run("run")))
    changed = median_cost(runs, reissue, lambda: checkout.run("run"))
    row("`run`, one return (outpatients) issued again", changed)
    path.write_bytes(text)


def landing(checkout: Checkout, generated: Path, runs: int) -> None:
    """Landing the generated set and its parts, beside bare reading of the same files."""
    processes = str(len(os.sched_getaffinity(0)))
    books = sorted((generated / "tac").glob("*.xlsx"))

    def land(what: str, *paths: Path) -> None:
        names = [str(path) for path in paths]
        fresh = median_cost(
            runs, lambda _: checkout.forget("build/landing", "build/landing.json"),
            lambda: checkout.run("land", *names),
        )  # fmt: skip
        row(f"`land`, {what}", fresh, rows_in(fresh))
        again = median_cost(runs, lambda _: None, lambda: checkout.run("land", *names))
        row(f"`land`, {what}, unchanged", again)

    def read(what: str, reader: str, count: str, times: int, paths: list[Path]) -> None:
        command = [sys.executable, str(HERE / "bare.py"), reader, count, *map(str, paths)]
        made = median_cost(times, lambda _: None, lambda: cost(command, checkout.folder, {}))
        row(f"{what}, processes: {count}", made, made.said.strip())

    land("the whole generated set", generated)
    land(f"its {len(books)} workbooks of accounts", *books)
    for reader in ("excel", "fastexcel"):
        read(f"bare reading of the same, {reader}", reader, processes, runs, books)
    one = next(book for book in reversed(books) if "Trusts" in book.name)
    land(f"one workbook ({one.name})", one)
    read("the same workbook, bare, excel", "excel", "1", runs, [one])
    read("the same workbook, pandas with openpyxl (one run)", "pandas", "1", 1, [one])


def build(checkout: Checkout, generated: Path, runs: int) -> None:
    """The full dbt build with every test on 1, 3 and 7 years of the generated set."""
    kept = ("build/trust_value.duckdb", "build/state.json", "target")
    for years in (1, 3, 7):
        checkout.forget()
        checkout.take_up(generated, years)
        landed = checkout.run("land")
        row(f"`land`, {years} of 7 years, with the other returns", landed, rows_in(landed))
        full = median_cost(runs, lambda _: checkout.forget(*kept), lambda: checkout.run("build"))
        row(f"`build`, {years} of 7 years", full, rows_in(landed))


def segments(checkout: Checkout, generated: Path, runs: int) -> None:
    """Costs by need segment from an organisation file at real size: landing it, the full build."""
    path = next((generated / "ncc").glob("*.zip"))
    landed = median_cost(
        runs, lambda _: checkout.forget("build/landing/ncc", "build/landing.json"),
        lambda: checkout.run("land", str(path)),
    )  # fmt: skip
    row("`land`, the organisation file", landed, rows_in(landed))
    shutil.copy(path, checkout.folder / "data" / "returns" / "ncc" / path.name)
    checkout.forget()
    row("`land`, with the returns of the checkout", checkout.run("land"))
    kept = ("build/trust_value.duckdb", "build/state.json", "target")
    anew = [lambda _: checkout.forget(*kept), lambda: checkout.run("build")]
    row("`build`, every model and test", median_cost(runs, *anew))
    again = ["build", "--select", "int_segments__map+", "--exclude", "int_returns__rows+"]
    row("`build`, segments alone", median_cost(runs, lambda _: None, lambda: checkout.run(*again)))


def spells(checkout: Checkout, generated: Path, runs: int, sizes: list[int]) -> None:
    """Admitted spells of a year: landing them (one run), their ratios, all that hangs on them.

    On a target that is named the ratios alone, on what they need.
    """
    inbox = checkout.folder / "data" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    checkout.run("land")
    needed = ["--select", "+spell_ratios", *BARE] if checkout.target else []
    checkout.build(*needed)
    models = ("path:models/staging/admitted_spells", "path:models/intermediate/spells")
    tested = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")
    for rows in sizes:
        path = generated / "spells" / str(rows) / "admitted_spells_2024-25.csv"
        if not path.exists():
            command = [sys.executable, str(HERE / "spells.py"), str(path), "--rows", str(rows)]
            row(f"writing {rows:,} spells", cost(command, HERE, {}))
        target = inbox / path.name
        target.unlink(missing_ok=True)
        os.link(path, target) if same_disk(path, inbox) else shutil.copy(path, target)
        size = f"{path.stat().st_size / 1e6:,.0f} MB of CSV"
        row(f"`land`, {rows:,} spells", checkout.run("land"), size)
        selected = [*tested, "--select", *models, "spell_ratios"]
        alone = median_cost(runs, lambda _: None, lambda: checkout.build(*selected))  # noqa: B023
        row(f"`build`, {rows:,} spells to their ratios, with data tests", alone)
        if checkout.target:
            continue
        every = [*tested, "--select", "source:admitted_spells+"]
        whole = median_cost(runs, lambda _: None, lambda: checkout.build(*every))  # noqa: B023
        row(f"`build`, all that hangs on {rows:,} spells, with data tests", whole)


def main() -> None:
    """Reads the command line, and measures."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("parts", nargs="*", default=["bundled", "landing", "build"])
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--target", default="", help="of profiles.yml; for spells")
    sizes = [100_000, 1_000_000, 10_000_000]
    words.add_argument("--rows", type=int, nargs="+", default=sizes, help="for spells")
    words.add_argument("--generated", type=Path, default=ROOT / "build" / "benchmark")
    given = words.parse_args()
    generated = given.generated.resolve()
    needs_set = bool(set(given.parts) - {"bundled", "spells", "lookups"})
    if needs_set and not (generated / "catchment").exists():
        print("Generating returns at national size: about two minutes.", file=sys.stderr)
        generate(generated, 7, seed=1)
    (ROOT / "build").mkdir(exist_ok=True)
    print("| what | seconds | CPU seconds | memory, MB | |\n|---|---|---|---|---|")
    for part in given.parts:
        if part == "lookups":
            lookups(SERVED)
            continue
        with tempfile.TemporaryDirectory(prefix="benchmark-", dir=ROOT / "build") as scratch:
            checkout = Checkout(Path(scratch), given.target)
            try:
                if part == "bundled":
                    bundled(checkout, given.runs)
                elif part == "spells":
                    spells(checkout, generated, given.runs, given.rows)
                else:
                    parts = {"landing": landing, "build": build, "segments": segments}
                    parts[part](checkout, generated, given.runs)
            except FailedError as error:
                print(f"| {part} | | | | not measured: a command failed |")
                print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
