"""The report as files: whole, light, without any outside request, kept where nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from page_tables import read_page
from served_report import hostile, of_few, render
from trust_value.errors import TrustValueError

PAGE_LIMIT, SITE_LIMIT = 300_000, 25_000_000
NAME = """<script>alert("1")</script> O'Hara & Sons "Acute" NHS Trust"""


def pages(folder):
    return sorted(folder.rglob("*.html"))


def test_there_is_a_page_for_every_question_and_every_trust(report):
    names = {path.name for path in report.glob("*.html")}
    assert names >= {
        "index.html", "trusts.html", "league.html", "funnels.html", "variation.html", "spend.html",
        "claims.html", "about.html",
    }  # fmt: skip
    assert len(list((report / "trust").glob("*.html"))) > 100
    assert (report / "trust" / "RFF.html").is_file()


def test_pages_and_site_are_light(report):
    sizes = {path: path.stat().st_size for path in report.rglob("*") if path.is_file()}
    assert max(size for path, size in sizes.items() if path.suffix == ".html") < PAGE_LIMIT
    assert sum(sizes.values()) < SITE_LIMIT


def test_nothing_is_asked_of_any_other_place_and_every_link_leads_somewhere(report):
    ids = {path: set(read_page(path).ids) for path in pages(report)}
    for path in [*report.glob("*.html"), report / "trust" / "RFF.html"]:
        page = read_page(path)
        for link in page.links:
            target, _, part = link.partition("#")
            assert "//" not in link, (path.name, link)
            found = (path.parent / target).resolve() if target else path
            assert found.is_file(), (path.name, link)
            assert not part or part in ids[found], (path.name, link)
    assert "http" not in (report / "report.css").read_text(encoding="utf-8")


def test_pages_are_whole_and_their_headings_and_ids_in_order(report):
    for path in pages(report):
        page = read_page(path)
        assert page.headings[0] == 1 and page.headings.count(1) == 1, path.name
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), path.name
        assert len(page.ids) == len(set(page.ids)), path.name
        assert not [
            word for word in ("None", "nan", "Undefined") if f">{word}<" in path.read_text()
        ]


def test_every_chart_has_words_and_a_table(report):
    for name in ("index.html", "funnels.html", "spend.html", "claims.html", "trust/RFF.html"):
        page = read_page(report / name)
        charts = [given for tag, given in page.tags if tag == "svg" and given.get("role") == "img"]
        assert charts, name
        assert all(len(given["aria-label"]) > 60 for given in charts), name
        figures = sum(tag == "figure" for tag, _ in page.tags)
        assert sum("The table behind" in part for part in page.text.split("\n")) >= figures - 2


def test_a_name_with_markup_and_quotes_shows_as_text(tmp_path):
    folder = render(tmp_path / "release", *of_few(*hostile(NAME)))
    shown = 0
    for path in pages(folder):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path.name
        page = read_page(path)
        shown += NAME.removesuffix(" NHS Trust") in page.text
        scripts = [given for tag, given in page.tags if tag == "script"]
        assert [given.get("src", "").removeprefix("../") for given in scripts] == ["report.js"]
    assert shown >= 4


def test_without_values_or_accounts_the_pages_say_so(tmp_path):
    folder = render(
        tmp_path / "release",
        *of_few(
            "delete from value_index",
            "delete from size_band_summary",
            "delete from largest_group_summary",
            "delete from claim_specifications",
            "delete from funnel_limits",
            "update spend_by_size_band set spend_gbp = null, spend_share = null",
            "update trust_spend set spend_gbp = null, spend_share = null",
        ),
    )
    assert "No trust has a value yet" in read_page(folder / "index.html").text
    assert "No trust has a value yet" in read_page(folder / "league.html").text
    assert "No accounts with lines" in read_page(folder / "spend.html").text
    assert "No funnel position" in read_page(folder / "trust" / "RFF.html").text


def test_the_page_of_segments_comes_with_its_marts(report, tmp_path):
    drops = [f"drop table {name}" for name in ("segment_spend", "trust_segment_cost")]
    folder = render(tmp_path / "release", *of_few(*drops))
    assert not (folder / "segments.html").exists()
    assert "segments.html" not in (folder / "index.html").read_text(encoding="utf-8")
    assert "segments.html" in (report / "index.html").read_text(encoding="utf-8")


def test_a_missing_mart_is_named(tmp_path):
    with pytest.raises(TrustValueError, match="trust_position"):
        render(tmp_path / "release", "drop table trust_position")


def test_charts_that_cannot_be_drawn_are_an_error_with_advice(tmp_path):
    from trust_value.report.draw import Drawing

    with Drawing() as drawing:
        drawing.ask(Path(tmp_path), {"one": ("no_such_chart", [])})
        with pytest.raises(TrustValueError, match="no_such_chart"):
            drawing.wait("one")
