"""A build of the bundled returns and some more files, apart from the checkout's own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from built_database import PROJECT

LEFT = ("build", "serve", ".git", "target", "logs", "inbox", ".venv*", "benchmarks", "__pycache__")


# without any test; or with the data tests of what is built
BARE = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
TESTED = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")


def build_with(
    root: Path,
    publish: Callable[[Path], None],
    selected: Iterable[str],
    options: Iterable[str] = BARE,
) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the selected models, made of the bundled returns and an inbox.

    root: where the copy of the checkout goes; publish: writes the further files into the inbox.
    """
    shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns(*LEFT))
    inbox = root / "data" / "inbox"
    inbox.mkdir(exist_ok=True)
    publish(inbox)
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "scripts")}
    for arguments in (
        ["land"],
        ["build", *options, "--select", *(f"+{name}" for name in selected)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "trust_value.cli", "--project-dir", str(root), *arguments],
            env=environment, capture_output=True, text=True, cwd=root,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    return duckdb.connect(str(root / "build" / "trust_value.duckdb"), read_only=True)
