"""The data dictionary: made by dbt once for each state of the project's files, and taken along."""

import json

import pytest

from small_warehouse import MARTS, make_small_warehouse, publish_files
from trust_value.building.build import build
from trust_value.errors import TrustValueError
from trust_value.landing.land import land
from trust_value.serving import dictionary as dictionaries
from trust_value.serving.publish import publish


@pytest.mark.usefixtures("without_report")
def test_the_page_describes_the_marts_and_is_made_once(tmp_path, monkeypatch):
    project = make_small_warehouse(tmp_path)
    publish_files(project, 1)
    land(project)
    build(project)
    made = []
    generate = dictionaries.generate
    monkeypatch.setattr(dictionaries, "generate", lambda each: made.append(each) or generate(each))
    first = publish(project).release
    page = (first / "dictionary.html").read_text(encoding="utf-8")
    assert "Beds (count)." in page
    assert str(tmp_path) not in page
    package = json.loads((first / "datapackage.json").read_text(encoding="utf-8"))
    resources = {each["title"]: each for each in package["resources"]}
    assert set(MARTS) < set(resources)
    assert resources["value_index"]["schema"]["primaryKey"] == ["financial_year"]
    assert resources["value_index"]["contract_version"] == 2
    publish_files(project, 2)
    land(project)
    build(project)
    second = publish(project).release
    assert second != first
    assert (second / "dictionary.html").samefile(first / "dictionary.html")
    assert len(made) == 1


def test_a_dictionary_that_cannot_be_made_stops_the_publication(project, builds, monkeypatch):
    builds(1)

    def fail(_):
        raise TrustValueError("dbt could not make the data dictionary: why")

    monkeypatch.setattr(dictionaries, "generate", fail)
    for path in project.dictionary.iterdir():
        path.unlink()
    with pytest.raises(TrustValueError, match="data dictionary"):
        publish(project)
    assert not project.served_database.exists()
