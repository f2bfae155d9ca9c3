"""The same marts from a standalone cluster: a master and two workers, on loopback."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyspark

from both_targets import SETTINGS, build_both, compare_both

SPARK = Path(pyspark.__file__).parent
SECONDS = 60


@contextlib.contextmanager
def started(log, role, *arguments):
    """A process of the cluster; the text that its log shows once it is up. Ended by its id."""
    command = [str(SPARK / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *arguments]
    settings = SETTINGS | {"SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": sys.executable}
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=os.environ | settings, stdout=output, stderr=output, cwd=log.parent
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=SECONDS)


def found(log, pattern):
    """The first match in a log, as soon as it is there."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        match = re.search(pattern, log.read_text(errors="replace"))
        if match:
            return match
        time.sleep(0.2)
    raise AssertionError(f"nothing like {pattern} in\n{log.read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def cluster(folder, workers=2):
    """The address of a master with workers of one processor each.

    The master's port is free to choose: it takes one that nobody has and says which.
    """
    log = folder / "master.log"
    with started(log, "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"):
        address = found(log, r"spark://127\.0\.0\.1:[0-9]+").group()
        with contextlib.ExitStack() as stack:
            for number in range(workers):
                stack.enter_context(
                    started(
                        folder / f"worker{number}.log", "worker.Worker", "--host", "127.0.0.1",
                        "--cores", "1", "--memory", "1500M", "--webui-port", "0",
                        "--work-dir", str(folder / f"work{number}"), address,
                    )
                )  # fmt: skip
            for number in range(workers):
                found(folder / f"worker{number}.log", "Successfully registered with master")
            yield address


def test_every_mart_is_the_same_from_two_workers(tmp_path):
    with cluster(tmp_path) as address:
        build_both(tmp_path / "checkout", TRUST_VALUE_SPARK_MASTER=address)
        executors = [list((tmp_path / f"work{number}").glob("app-*/*")) for number in (0, 1)]
        assert all(executors), "a worker had nothing to do"
    assert not [mart for mart in compare_both(tmp_path / "checkout") if mart.faults]
