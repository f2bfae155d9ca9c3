"""A build apart from the checkout's own: of more files, or of other settings."""

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


def copy_checkout(root: Path) -> None:
    """Copies the checkout to root, without what is built, landed or published in it."""
    shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns(*LEFT))


def trust_value(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`trust-value` with its arguments, in a copy of the checkout."""
    return subprocess.run(
        [Path(sys.executable).with_name("trust-value"), "--project-dir", str(root), *arguments],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "scripts")},
        capture_output=True, text=True, cwd=root,
    )  # fmt: skip


def build_models(
    root: Path, *selected: str, options: Iterable[str] = BARE
) -> duckdb.DuckDBPyConnection:
    """Builds the selected models of a copy: a read-only connection."""
    done = trust_value(root, "build", *options, "--select", *selected)
    assert done.returncode == 0, done.stdout + done.stderr
    return duckdb.connect(str(root / "build" / "trust_value.duckdb"), read_only=True)


def build_with(
    root: Path,
    publish: Callable[[Path], None],
    selected: Iterable[str],
    options: Iterable[str] = BARE,
) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the selected models, made of the bundled returns and an inbox.

    root: where the copy of the checkout goes; publish: writes the further files into the inbox.
    """
    copy_checkout(root)
    inbox = root / "data" / "inbox"
    inbox.mkdir(exist_ok=True)
    publish(inbox)
    done = trust_value(root, "land")
    assert done.returncode == 0, done.stdout + done.stderr
    return build_models(root, *(f"+{name}" for name in selected), options=options)
