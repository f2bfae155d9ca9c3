"""Readers of their own processes while publications follow each other: none fails, none is mixed.

`make test-stress` runs it whole: 40 publications, as often as the machine can.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from trust_value.serving.publish import publish

IS_WHOLE = "TRUST_VALUE_STRESS" in os.environ
PUBLICATIONS = 40 if IS_WHOLE else 6
ROWS = 20_000 if IS_WHOLE else 2_000
# three are kept: whoever resolves `current` has the time of two publications to open its files
SECONDS_BETWEEN = 0.25
READER = Path(__file__).with_name("stress_reader.py")
READERS = ["by path", "by path", "resolved once", "resolved once", "kept open"]


@pytest.fixture
def numbered(project, green):
    """Makes a green build whose two marts hold one number, in many rows."""

    def make(number: int) -> None:
        project.database.parent.mkdir(exist_ok=True)
        with duckdb.connect(str(project.database)) as warehouse:
            warehouse.execute("create schema if not exists marts")
            for name in ("value_index", "claims_ledger"):
                warehouse.execute(
                    f"create or replace table marts.{name} as select "
                    f"'R' || range as trust_code, {number} as number from range({ROWS})"
                )
        green(number)

    return make


def test_no_read_fails_and_none_sees_two_publications(project, numbered, tmp_path):
    numbered(1)
    publish(project)
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, str(READER), kind, str(project.serve), str(stop)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in READERS
    ]
    try:
        for number in range(2, PUBLICATIONS + 2):
            started = time.perf_counter()
            numbered(number)
            publish(project)
            time.sleep(max(0.0, SECONDS_BETWEEN - (time.perf_counter() - started)))
    finally:
        stop.touch()
        told = [reader.communicate(timeout=60)[0] for reader in readers]
    for kind, text in zip(READERS, told, strict=True):
        seen = json.loads(text)
        assert seen["failed"] == [], kind
        assert seen["mixed"] == [], kind
        assert seen["reads"] > PUBLICATIONS / 2, kind
        numbers = seen["numbers"]
        assert numbers == sorted(numbers), kind
        # one that keeps its connection goes on with what it opened, long after the file is gone
        assert (len(numbers) == 1) == (kind == "kept open"), kind
    if IS_WHOLE:
        print("\nreads:", dict(enumerate(json.loads(text)["reads"] for text in told)))
