"""The report in headless Chromium: WCAG 2.2 AA by axe-core, layout at 320 px, search and sorting.

`make test-report` sets up what this needs and runs it; elsewhere it is skipped, and says why.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = Path(__file__).resolve().parents[1] / "browser"
REQUIRED = "TRUST_VALUE_BROWSER_REQUIRED"
TEMPLATES = [
    "index.html", "trusts.html", "league.html", "funnels.html", "variation.html", "spend.html",
    "segments.html", "claims.html", "about.html", "trust/RFF.html", "trust/RRK.html",
    "trust/RJ6.html",
]  # fmt: skip


def lacking() -> str:
    """What is not there that a browser test needs; empty where all is."""
    if not chromium():
        return "no Chromium on the path: install the system's chromium package"
    if not shutil.which("node"):
        return "no Node.js on the path"
    if not (BROWSER / "node_modules" / "axe-core").is_dir():
        return "axe-core is not installed: `make test-report`"
    return ""


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@pytest.fixture(scope="module")
def seen(report):
    """What the browser saw, a dict a line."""
    if why := lacking():
        if os.environ.get(REQUIRED):
            pytest.fail(why)
        pytest.skip(why)
    pages = [page for page in TEMPLATES if (report / page).is_file()]
    command = ["node", str(BROWSER / "check.mjs"), chromium(), str(report), *pages]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture(scope="module")
def looks(seen):
    return [one for one in seen if "page" in one]


def test_axe_finds_no_violation_on_any_template(looks):
    assert len(looks) >= 3 * 10
    assert all(
        {"color-contrast", "html-has-lang", "svg-img-alt"} & set(one["rules"]) for one in looks
    )
    found = {
        f"{one['page']} {one['width']} {one['colorScheme']}": one["violations"]
        for one in looks
        if one["violations"]
    }
    assert not found, json.dumps(found, indent=1)


def test_no_page_is_wider_than_a_narrow_screen(looks):
    assert [one["page"] for one in looks if one["wide"] > one["width"]] == []


def test_no_label_of_a_chart_lies_on_another_or_is_cut(looks):
    found = {one["page"]: one["texts"] for one in looks if one["texts"] and one["width"] > 320}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_nothing_is_requested_from_outside_and_no_script_fails(looks):
    assert [(one["page"], one["outside"]) for one in looks if one["outside"]] == []
    assert [(one["page"], one["errors"]) for one in looks if one["errors"]] == []


def test_everything_can_be_read_without_scripts(seen):
    plain = next(one["without_scripts"] for one in seen if "without_scripts" in one)
    assert plain["rows"] > 100
    assert plain["listed"] > 100
    assert (plain["buttons"], plain["box"]) == (0, 0)


def test_scripts_sort_a_table_and_find_a_trust_in_two_steps(seen):
    did = next(one["with_scripts"] for one in seen if "with_scripts" in one)
    assert did["ascending"] == sorted(did["before"], key=str.lower) != did["before"]
    assert did["descending"] == did["ascending"][::-1]
    assert did["said"] == "1 trust"
    assert did["heading"].startswith("Barnsley Hospital")
