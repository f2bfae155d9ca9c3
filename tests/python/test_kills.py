"""Killed anywhere, the wrapper leaves what is served whole, and the next run puts all right.

`make test-stress` kills 50 times; `make test` a few.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from small_warehouse import FILES, MARTS, make_small_warehouse, publish_files
from without_report import SCRIPT

IS_WHOLE = "TRUST_VALUE_STRESS" in os.environ
KILLS = {"land": 15, "build": 15, "publish": 20} if IS_WHOLE else {"build": 1, "publish": 1}
SEED = 20
# as `trust-value run` without the summary, which tells of marts that are not here
RUN = f"""{SCRIPT}
import sys
from trust_value.cli import main
for verb in ("land", "build", "publish"):
    print("verb", verb)
    main(["--project-dir", sys.argv[1], verb], standalone_mode=False)
"""


class Runs:
    """A small warehouse and runs over it, with how long each verb takes."""

    def __init__(self, project):
        self.project = project
        self.number = 0
        self.took = {}
        self.random = random.Random(SEED)  # noqa: S311 - no secret is made of it

    def start(self):
        command = [sys.executable, "-u", "-c", RUN, str(self.project.root)]
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def whole(self):
        """A run to its end; keeps when each verb began."""
        started, marks, lines = time.perf_counter(), {}, []
        process = self.start()
        for line in process.stdout:
            lines.append(line)
            if line.startswith("verb "):
                marks[line.split()[1]] = time.perf_counter() - started
        assert process.wait() == 0, "".join(lines)
        marks["end"] = time.perf_counter() - started
        names = list(marks)
        self.took = {name: marks[after] - marks[name] for name, after in zip(names, names[1:])}  # noqa: B905, RUF007
        return "".join(lines)

    def killed_in(self, verb):
        """A run that is killed at a random moment of a verb; True where it was not done before."""
        process = self.start()
        for line in process.stdout:
            if line == f"verb {verb}\n":
                time.sleep(self.random.uniform(0, self.took[verb] * 0.8))
                break
        os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        return process.wait() == -signal.SIGKILL

    def served(self):
        """The one number in every file that is served."""
        folder = (self.project.serve / "current").resolve()
        numbers = set(numbers_in(folder))
        assert len(numbers) == 1
        return numbers.pop()


def numbers_in(folder):
    with duckdb.connect(str(folder / "trust_value.duckdb"), read_only=True) as served:
        for mart in MARTS:
            sources = (mart, f"'{folder}/parquet/{mart}.parquet'", f"'{folder}/csv/{mart}.csv'")
            for source in sources:
                rows = served.execute(f"select value from {source}").fetchall()
                assert len(rows) == FILES
                yield from (row[0] for row in rows)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    made = Runs(make_small_warehouse(tmp_path_factory.mktemp("small")))
    publish_files(made.project, made.number)
    made.whole()
    assert made.served() == made.number
    # the first publication made the data dictionary too
    made.took["publish"] /= 3
    return made


@pytest.mark.parametrize("verb", KILLS)
def test_a_kill_leaves_what_is_served_whole_and_the_next_run_succeeds(runs, verb):
    kills = 0
    for _ in range(KILLS[verb]):
        before = runs.number
        runs.number += 1
        publish_files(runs.project, runs.number)
        kills += runs.killed_in(verb)
        assert runs.served() in (before, runs.number)
        said = runs.whole()
        assert runs.served() == runs.number, said
    # what a kill comes too late for is done: it says nothing
    assert kills > KILLS[verb] / 2 or not IS_WHOLE
