"""Worker processes that read files: one that hangs or dies costs its file, and no other."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait

from trust_value.errors import LandingError, TrustValueError
from trust_value.landing.convert import Converter, Job, Outcome

# below this, one process reads all sooner than two are started
BYTES_FOR_A_PROCESS = 8_000_000
SECONDS_A_FILE = 300
MEMORY_BYTES = 4 << 30
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Worker:
    """A process that reads one file after another."""

    def __init__(self, converter: Converter) -> None:
        context = multiprocessing.get_context(METHOD)
        if METHOD == "forkserver":
            # imported once, however many processes are started
            context.set_forkserver_preload(["duckdb", "trust_value.landing.convert"])
        self.ours, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, converter), daemon=True)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.until = 0.0

    def give(self, job: Job) -> None:
        """Starts on a file."""
        self.job, self.until = job, time.monotonic() + SECONDS_A_FILE
        with suppress(OSError):
            self.ours.send(job)

    def take(self) -> Outcome | None:
        """What came of the file; None while it is being read. Raises what stops the landing."""
        problem, given = "", None
        try:
            if self.ours.poll():
                given = self.ours.recv()
            elif time.monotonic() > self.until:
                problem = f"reading it took longer than {SECONDS_A_FILE} seconds"
        except (EOFError, OSError):
            problem = "reading it ended the process that read it"
        if isinstance(given, TrustValueError):
            raise given
        if problem and self.job:
            self.stop()
            action = "download it again; if it is the same, save the one table wanted as CSV"
            error = LandingError(self.job.path.name, problem, "the file as published", action)
            given = Outcome(refused=error)
        return given

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.ours.close()


def read_all(converter: Converter, jobs: list[Job]) -> Iterator[tuple[Job, Outcome]]:
    """What came of each file, in the order given; the largest are read first.

    Raises TrustValueError where the disk does not take the output.
    """
    sizes = {job: _size(job) for job in jobs}
    waiting = sorted(jobs, key=lambda job: sizes[job])
    is_much = sum(sizes.values()) > BYTES_FOR_A_PROCESS
    limit = min(len(jobs), os.cpu_count() or 1) if is_much else min(len(jobs), 1)
    workers = [Worker(converter) for _ in range(limit)]
    done: dict[Job, Outcome] = {}
    try:
        for job in jobs:
            while job not in done:
                for place, worker in enumerate(workers):
                    if worker.job and (outcome := worker.take()):
                        done[worker.job], worker.job = outcome, None
                    if not worker.process.is_alive() and not worker.job:
                        workers[place] = worker = Worker(converter)
                    if not worker.job and waiting:
                        worker.give(waiting.pop())
                busy = [worker for worker in workers if worker.job]
                if job not in done and busy:
                    soonest = min(worker.until for worker in busy) - time.monotonic()
                    wait([worker.ours for worker in busy], max(soonest, 0) + 0.01)
            yield job, done.pop(job)
    finally:
        for worker in workers:
            if worker.process.is_alive():
                worker.stop()


def _size(job: Job) -> int:
    with suppress(OSError):
        return job.path.stat().st_size
    return 0


def serve(pipe: Connection, converter: Converter) -> None:
    """Reads the files that are asked for until the asker is gone."""
    # the asker ends it; an interrupt at the keyboard is the asker's to tell
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    with suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            try:
                pipe.send(converter.convert(job))
            except TrustValueError as error:
                pipe.send(error)
