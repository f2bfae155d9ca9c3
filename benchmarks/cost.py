"""What a command costs: seconds, and the largest memory of it and all it started together."""

import ctypes
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EVERY_SECONDS = 0.05
MEGABYTE = 1e6
# Linux: a process whose parent ended becomes a child of this one, so that what it used is counted
PR_SET_CHILD_SUBREAPER = 36
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class FailedError(Exception):
    """A command that did not end well, with the last of what it said."""


@dataclass(frozen=True)
class Cost:
    """seconds: wall time; cpu_seconds: of all its processes; megabytes: their memory together.

    Memory is resident memory at its largest; pages that processes share count once for each, so
    that it is rather too large. On a machine that others use, cpu_seconds vary least. said: what
    the command printed.
    """

    seconds: float
    cpu_seconds: float
    megabytes: float
    said: str = ""


def resident(session: int) -> float:
    """Resident memory, in megabytes, of every process of a session now."""
    pages = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                pages += int((path / "statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return pages * PAGE_BYTES / MEGABYTE


def adopted() -> float:
    """CPU seconds of the processes that outlived a command, such as landing's workers."""
    used = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return used
        used += usage.ru_utime + usage.ru_stime


def cost(command: list[str], folder: Path, environment: dict[str, str]) -> Cost:
    """Runs a command in a folder to its end. Raises FailedError where it does not end well."""
    output = folder / ".benchmark.log"
    largest, is_done = [0.0], threading.Event()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    with output.open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - the commands are this folder's own
            command,
            cwd=folder,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

        def watch() -> None:
            while not is_done.wait(EVERY_SECONDS):
                largest[0] = max(largest[0], resident(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        # what the kernel kept of the largest single process: nothing between two looks is missed
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        is_done.set()
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = output.read_text(errors="replace")
    output.unlink()
    if process.returncode:
        raise FailedError(f"{' '.join(command)}\n{said[-3000:]}")
    megabytes = max(largest[0], usage.ru_maxrss * 1024 / MEGABYTE)
    cpu_seconds = usage.ru_utime + usage.ru_stime + adopted()
    return Cost(seconds, cpu_seconds, megabytes, said)


def median_cost(runs: int, before: Callable[[int], None], run: Callable[[], Cost]) -> Cost:
    """The median seconds and the largest memory of some runs; `before` readies each, unmeasured."""
    costs = []
    for number in range(runs):
        before(number)
        costs.append(run())
    seconds = statistics.median(each.seconds for each in costs)
    cpu_seconds = statistics.median(each.cpu_seconds for each in costs)
    return Cost(seconds, cpu_seconds, max(each.megabytes for each in costs), costs[-1].said)
