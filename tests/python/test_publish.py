"""Publishing: all at once or not at all."""

import duckdb
import pytest

from trust_value import report
from trust_value.errors import TrustValueError
from trust_value.serving import contents
from trust_value.serving.publish import publish

COMMENT = "One row a trust's year; 'quoted'."


def served_number(project):
    with duckdb.connect(str(project.served_database), read_only=True) as served:
        return served.execute("select value from value_index").fetchone()[0]


def test_a_publication_holds_the_marts_with_types_and_comments(project, builds):
    builds(1)
    published = publish(project)
    assert (published.marts, published.is_new) == (1, True)
    release = project.serve / "current"
    assert str(release.readlink()) == f"releases/{published.release.name}"
    assert sorted(str(path.relative_to(release)) for path in release.rglob("*.*")) == [
        "ATTRIBUTION.md", "csv/value_index.csv", "datapackage.json",
        "dictionary.html", "parquet/value_index.parquet", "trust_value.duckdb", "trust_value.xlsx",
    ]  # fmt: skip
    with duckdb.connect(str(project.served_database), read_only=True) as served:
        tables = served.execute(
            "select schema_name, table_name, comment from duckdb_tables()"
        ).fetchall()
        assert tables == [("main", "value_index", COMMENT)]
        columns = served.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns() "
            "where not internal order by column_index"
        ).fetchall()
        assert [column[:3] for column in columns] == [
            ("trust_code", "VARCHAR", False), ("value", "DOUBLE", True), ("on_day", "DATE", True),
            ("big", "HUGEINT", True),
        ]  # fmt: skip
        assert columns[1][3] == "Value (£ per £1,000)"
        tags = served.execute("select tags from duckdb_databases() where not internal").fetchone()[
            0
        ]
        assert tags["storage_version"].startswith("v1.0.0")
    parquet = project.serve / "current" / "parquet" / "value_index.parquet"
    assert duckdb.sql(f"select value from '{parquet}'").fetchall() == [(1.0,)]


def test_the_report_is_made_aside_from_the_files_of_its_publication(project, builds, monkeypatch):
    calls = []

    def render(database, folder, _):
        calls.append((database.is_file(), (folder.parent / "csv").is_dir()))
        folder.mkdir()
        (folder / "index.html").write_text("made")

    builds(1)
    monkeypatch.setattr(report, "render_report", render)
    for number in (1, 2):
        builds(number)
        publish(project)
    assert calls == [(True, True), (True, True)]
    assert (project.serve / "current" / "report" / "index.html").read_text() == "made"


def test_a_build_is_published_once(project, builds):
    builds(1)
    first = publish(project)
    again = publish(project)
    assert (again.release, again.is_new) == (first.release, False)


def test_three_releases_are_kept_and_the_newest_is_served(project, builds):
    for number in range(1, 6):
        builds(number)
        publish(project)
    names = sorted(path.name[-8:] for path in (project.serve / "releases").iterdir())
    assert names == ["00000003", "00000004", "00000005"]
    assert served_number(project) == 5.0


def test_a_build_that_is_not_green_is_refused(project, builds):
    builds(1)
    publish(project)
    builds(2, is_green=False)
    with pytest.raises(TrustValueError, match="trust-value build"):
        publish(project)
    assert served_number(project) == 1.0


def test_a_build_of_other_files_is_refused(project, builds):
    builds(1)
    (project.root / "profiles.yml").write_text("changed")
    with pytest.raises(TrustValueError, match="files changed"):
        publish(project)


@pytest.mark.parametrize(
    ("error_in", "error"),
    [
        ("write_database", duckdb.IOException("IO Error: disk full")),
        ("write_csv", duckdb.IOException("IO Error: disk full")),
        ("write_workbook", OSError(28, "No space left on device")),
        ("write_datapackage", OSError(28, "No space left on device")),
    ],
)
def test_a_publication_that_fails_leaves_the_old_one(project, builds, monkeypatch, error_in, error):
    builds(1)
    publish(project)
    builds(2)

    def fail(*_):
        raise error

    with monkeypatch.context() as failing:
        failing.setattr(contents, error_in, fail)
        with pytest.raises(TrustValueError, match="what is served stays as it was"):
            publish(project)
    assert served_number(project) == 1.0
    assert len(list((project.serve / "releases").iterdir())) == 1
    publish(project)
    assert served_number(project) == 2.0


def test_what_a_killed_publication_left_is_cleared(project, builds):
    left_over = project.serve / "releases" / ".new-20260101T000000Z-killed"
    left_over.mkdir(parents=True)
    (left_over / "trust_value.duckdb").write_bytes(b"half")
    (project.serve / ".current.new").symlink_to("nowhere")
    builds(1)
    publish(project)
    assert not left_over.exists()
    assert served_number(project) == 1.0


def test_a_folder_that_cannot_be_written_to_is_named(project, builds):
    builds(1)
    project.serve.write_text("a file where the folder should be")
    with pytest.raises(TrustValueError, match="could not be written to serve/"):
        publish(project)


def test_a_build_without_marts_is_refused(project, builds, green):
    builds(1)
    with duckdb.connect(str(project.database)) as warehouse:
        warehouse.execute("drop table marts.value_index")
    green(2)
    with pytest.raises(TrustValueError, match="no marts"):
        publish(project)
