"""A standalone Spark cluster on loopback: a master and workers of one processor each.

    python tests/spark/cluster.py --workers 2 make benchmark PARTS="spells --target spark"

runs the command with TRUST_VALUE_SPARK_MASTER set, and ends the cluster, process by process, after
it.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark

SPARK = Path(pyspark.__file__).parent
SECONDS = 60
LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1"}


@contextlib.contextmanager
def started(log, role, *arguments):
    """A process of the cluster; the text that its log shows once it is up. Ended by its id."""
    command = [str(SPARK / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *arguments]
    settings = LOOPBACK | {"SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": sys.executable}
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
def cluster(folder, workers=2, memory="1500M"):
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
                        "--cores", "1", "--memory", memory, "--webui-port", "0",
                        "--work-dir", str(folder / f"work{number}"), address,
                    )
                )  # fmt: skip
            for number in range(workers):
                found(folder / f"worker{number}.log", "Successfully registered with master")
            yield address


def main():
    """Reads the command line, and runs what it says: the command's own exit code."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--memory", default="1500M", help="of each worker")
    words.add_argument("command", nargs=argparse.REMAINDER)
    given = words.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="spark-") as folder,
        cluster(Path(folder), given.workers, given.memory) as address,
    ):
        settings = LOOPBACK | {"TRUST_VALUE_SPARK_MASTER": address}
        sys.exit(subprocess.run(given.command, env=os.environ | settings).returncode)


if __name__ == "__main__":
    main()
