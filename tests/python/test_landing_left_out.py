"""What lies in a folder and is no file is named; a reader that hangs or dies costs its file."""

import os
import time

import pytest

from files_to_publish import write
from trust_value.landing import workers
from trust_value.landing.land import land
from written_workbooks import book, number, row

BEDS = "Org Code,Available\nR0A,1\n"


def fifo(path):
    os.mkfifo(path)


def dangling(path):
    path.symlink_to(path.parent / "nowhere.csv")


def folder(path):
    path.mkdir()


def linked_folder(path):
    (path.parent.parent / "elsewhere").mkdir()
    path.symlink_to(path.parent.parent / "elsewhere")


@pytest.mark.parametrize(
    ("make", "name", "message"),
    [
        (fifo, "beds-2024-25.csv", "it is no file but a pipe, a socket or a device"),
        (dangling, "beds-2024-25.csv", "it is a link to what is not there"),
        (folder, "beds-2024-25.csv", "it is a folder under the name of a return"),
        (linked_folder, "more", "it is a link to a folder, which is not followed"),
    ],
)
def test_what_is_no_file_is_named_and_the_others_land(
    project, publishes, landed, make, name, message
):
    publishes(BEDS, "beds-2022-23.csv")
    project.inbox.mkdir(parents=True)
    make(project.inbox / name)
    (error,) = land(project).refused
    assert str(error).startswith(f"{name}: {message}")
    assert [row["_year"] for row in landed()] == ["2022-23"]


def test_a_device_is_named(project, publishes):
    publishes(BEDS, "beds-2022-23.csv")
    project.inbox.mkdir(parents=True)
    (project.inbox / "beds-2024-25.csv").symlink_to("/dev/zero")
    assert "a pipe, a socket or a device" in str(land(project).refused[0])


def test_a_folder_that_cannot_be_read_is_named(project, publishes, landed):
    publishes(BEDS, "beds-2022-23.csv")
    closed = write(project.inbox / "closed" / "beds-2024-25.csv", BEDS).parent
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user reads every folder, whatever its mode")
        (error,) = land(project).refused
    finally:
        closed.chmod(0o700)
    assert str(error).startswith("closed: the folder cannot be read")
    assert len(landed()) == 1


def test_a_reader_that_takes_too_long_is_ended_and_its_file_refused(
    project, publishes, landed, monkeypatch
):
    monkeypatch.setattr(workers, "SECONDS_A_FILE", 0.2)
    monkeypatch.setattr(workers.Converter, "convert", sleeps(workers.Converter.convert))
    monkeypatch.setattr(workers, "METHOD", "fork")
    for year in ("2021-22", "2022-23"):
        publishes(BEDS.replace("1", year[-1]), f"beds-{year}.csv")
    publishes(BEDS, "beds-2024-25.csv")
    (error,) = land(project).refused
    assert str(error).startswith("beds-2024-25.csv: reading it took longer than 0.2 seconds")
    assert sorted(row["_year"] for row in landed()) == ["2021-22", "2022-23"]


def test_a_reader_that_dies_costs_its_file_alone(project, publishes, landed, monkeypatch):
    monkeypatch.setattr(workers.Converter, "convert", dies(workers.Converter.convert))
    monkeypatch.setattr(workers, "METHOD", "fork")
    publishes(BEDS.replace("1", "2"), "beds-2022-23.csv")
    publishes(BEDS, "beds-2024-25.csv")
    (error,) = land(project).refused
    assert str(error).startswith("beds-2024-25.csv: reading it ended the process that read it")
    assert [row["_year"] for row in landed()] == ["2022-23"]


def sleeps(convert):
    def slow(self, job):
        if job.path.name == "beds-2024-25.csv":
            time.sleep(60)
        return convert(self, job)

    return slow


def dies(convert):
    def fatal(self, job):
        if job.path.name == "beds-2024-25.csv":
            os._exit(3)
        return convert(self, job)

    return fatal


def test_one_poisonous_file_among_many_costs_itself_alone(project, publishes, landed):
    # a text that is not there once made DuckDB answer nothing more, so that every later file failed
    shared = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    bad = row(1, shared) + row(2, '<c r="A2" t="s"><v>9</v></c>', number("B2", 1))
    publishes(book(bad, shared=["Name", "Total"]), "costs-FTs-2000-01.xlsx")
    for year in range(10, 60):
        publishes(f"Name,Total\nHull,{year}\n", f"costs-Trusts-20{year}-{year + 1}.csv")
    assert [error.file for error in land(project).refused] == ["costs-FTs-2000-01.xlsx"]
    assert len(landed("costs.accounts")) == 50
