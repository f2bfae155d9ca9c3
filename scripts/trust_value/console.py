"""The process around the command: it ends when the command has, without taking dbt apart first."""

import atexit
import os
import sys

from trust_value.cli import main


def run() -> None:
    """Runs the command and ends the process with its code.

    Every file and database is closed by then; freeing the objects that dbt leaves, one by one,
    would take another half second.
    """
    code: str | int | None = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    # what libraries do at the end: dbt's named locks would be reported as left over
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
