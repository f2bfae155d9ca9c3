"""Taking a publication back: the one before is served, and the bad one does not come again."""

import duckdb
import pytest
from click.testing import CliRunner

from trust_value.cli import main
from trust_value.errors import TrustValueError
from trust_value.serving.publish import publish
from trust_value.serving.release import roll_back


def served(project):
    with duckdb.connect(str(project.served_database), read_only=True) as database:
        return database.execute("select value from value_index").fetchone()[0]


@pytest.fixture
def published(project, builds):
    """Publishes numbers one after the other."""

    def make(*numbers):
        for number in numbers:
            builds(number)
            publish(project)

    return make


def test_the_publication_before_is_served_again(project, published):
    published(1, 2)
    left, now = roll_back(project)
    assert (left[-1], now[-1]) == ("2", "1")
    assert served(project) == 1.0


def test_what_was_taken_back_is_not_published_again(project, published):
    published(1, 2)
    roll_back(project)
    again = publish(project)
    assert again.is_withdrawn
    assert not again.is_new
    assert served(project) == 1.0


def test_a_new_build_is_published_and_nothing_leads_back_to_the_bad_one(project, published):
    published(1, 2)
    roll_back(project)
    published(3)
    assert served(project) == 3.0
    assert roll_back(project)[1][-1] == "1"
    assert served(project) == 1.0


def test_publications_taken_back_do_not_push_out_good_ones(project, published):
    published(1, 2, 3)
    roll_back(project)
    roll_back(project)
    published(4)
    names = sorted(path.name[-1] for path in (project.serve / "releases").iterdir())
    assert names == ["1", "4"]


def test_with_none_before_it_says_so_and_serves_what_it_did(project, published):
    published(1)
    with pytest.raises(TrustValueError, match="no publication before"):
        roll_back(project)
    assert served(project) == 1.0


def test_the_command_tells_what_is_served(project, published):
    published(1, 2)
    command = ["--project-dir", str(project.root), "publish"]
    told = CliRunner().invoke(main, [*command, "--rollback"]).output
    assert "Went back: serve/current/ is 20260101T000001Z-00000001 again" in told
    told = CliRunner().invoke(main, command).output
    assert "Not published: 20260101T000002Z-00000002 was taken back" in told
    (project.serve / "withdrawn").unlink()
    assert "Published 1 marts" in CliRunner().invoke(main, command).output
