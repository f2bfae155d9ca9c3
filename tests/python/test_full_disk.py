"""A full disk and a folder that cannot be written to: a clear error, and what stood before."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys

import duckdb
import pytest

from files_to_publish import archive
from trust_value.landing.land import land
from trust_value.serving.publish import publish
from without_report import SCRIPT

BYTES = 2_000_000
PUBLISH = f"""{SCRIPT}
import sys
from trust_value.cli import main
main(["--project-dir", sys.argv[1], "publish"])
"""
READ = """
import sys
import duckdb
print(duckdb.connect(sys.argv[1], read_only=True).sql("from value_index").fetchall())
"""
# a disk of its own, in a name space of its own: nothing of it is left when the command ends;
# serve, python, what publishes, project, what reads
OUTSIDE = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
STORY = """
set -e
mkdir -p "$1"
mount -t tmpfs -o size=6m tmpfs "$1"
"$2" -c "$3" "$4"
cp -a "$4/later/." "$4/build/"
{spoil}
if "$2" -c "$3" "$4"; then exit 3; fi
"$2" -c "$5" "$1/current/trust_value.duckdb"
"""

# build or a folder for temporary files, python, what lands, project
LAND = """
set -e
{spoil}
if TMPDIR="$2" "$3" -c "$4" "$5"; then exit 3; fi
"""
LANDS = PUBLISH.replace('"publish"', '"land"')


@pytest.fixture
def can_mount():
    """Skips where a test cannot have a disk of its own."""
    asked = [*OUTSIDE, "mount -t tmpfs x /mnt"]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")


@pytest.fixture
def grown(project, builds, green):
    """A first publication, then a build that is far larger."""

    def make() -> None:
        with duckdb.connect(str(project.database)) as warehouse:
            warehouse.execute(
                "create or replace table marts.long as "
                "select md5(range::varchar) as trust_code from range(400000)"
            )
        green(2)

    builds(1)
    return make


def command(project) -> list[str]:
    return [sys.executable, "-c", PUBLISH, str(project.root)]


def served(project):
    with duckdb.connect(str(project.served_database), read_only=True) as database:
        return database.execute("select value from value_index").fetchone()[0]


def is_told(text: str) -> bool:
    """Whether the error says what stands and what to do, without a traceback."""
    said = ("could not be written to serve/", "what is served stays as it was", "has room")
    return all(part in text for part in said) and "Traceback" not in text


def test_a_file_that_cannot_grow_leaves_the_old_publication(project, grown):
    publish(project)
    grown()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, BYTES))

    done = subprocess.run(
        command(project), capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert done.returncode == 1
    assert is_told(done.stderr), done.stderr
    assert served(project) == 1.0
    assert len(list((project.serve / "releases").iterdir())) == 1
    assert publish(project).marts == 2


@pytest.mark.parametrize(
    ("spoil", "why"),
    [("", "No space left"), ('mount -o remount,ro "$1"', "Read-only file system")],
    ids=["full", "read-only"],
)
@pytest.mark.usefixtures("can_mount")
def test_a_full_or_read_only_disk_leaves_the_old_publication(project, grown, spoil, why):
    # the larger build waits beside the first
    build, first = project.root / "build", project.root / "first"
    shutil.copytree(build, first)
    grown()
    build.rename(project.root / "later")
    first.rename(build)
    arguments = [str(project.serve), sys.executable, PUBLISH, str(project.root), READ]
    done = subprocess.run(
        [*OUTSIDE, STORY.format(spoil=spoil), "sh", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert is_told(done.stderr), done.stderr
    assert why in done.stderr
    assert "('R0A', 1.0" in done.stdout


@pytest.mark.usefixtures("can_mount")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', "Read-only file system"),
        ('mount -t tmpfs -o size=64k tmpfs "$1/landing/beds"', "cannot be written"),
        ('mount -t tmpfs -o size=64k tmpfs "$2"', "beds.zip cannot be read: No space left"),
    ],
    ids=["read-only", "full", "no room for temporary files"],
)
def test_a_disk_that_takes_nothing_leaves_what_was_landed(
    project, publishes, landed, builds, tmp_path_factory, spoil, said
):
    publishes("Org Code,Available\nR0A,1\n")
    land(project)
    builds(1)
    publish(project)
    before = project.landing_record.read_bytes()
    noise = "".join(f"R{number},{number * 7919 % 104729}\n" for number in range(40000))
    publishes(archive({"beds-2023-24.csv": "Org Code,Available\n" + noise}), "beds.zip")
    folders = [str(project.root / "build"), str(tmp_path_factory.mktemp("temporary"))]
    arguments = [*folders, sys.executable, LANDS, str(project.root)]
    done = subprocess.run(
        [*OUTSIDE, LAND.format(spoil=spoil), "sh", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert said in done.stderr
    assert "what to do" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.landing_record.read_bytes() == before
    assert served(project) == 1.0
    assert [row["available"] for row in landed()] == ["1"]
    assert len(land(project).new) == 1
    assert len(landed()) == 40001
