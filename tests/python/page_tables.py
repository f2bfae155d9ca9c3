"""A page of the report as its readers have it: tables, texts, links."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "input", "br", "img", "hr"}


class PageReader(HTMLParser):
    """Tables by id (rows of texts), links, ids, headings and the text of the body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.table: list[list[str]] | None = None
        self.cell: list[str] | None = None
        self.feed(html)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        self.ids += [given["id"]] if given.get("id") else []
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.table = self.tables.setdefault(given["id"], [])
        if tag == "tr" and self.table is not None:
            self.table.append([])
        if tag in ("td", "th"):
            self.cell = []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.remove(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"{tag} closed inside {self.open[-3:]}"
        self.open.pop()
        if tag in ("td", "th"):
            self.table[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None
        if tag == "table":
            self.table = None

    def handle_data(self, data):
        self.text += data
        if self.cell is not None:
            self.cell.append(data)


@cache
def read_page(path: Path) -> PageReader:
    """The page at a path."""
    return PageReader(path.read_text(encoding="utf-8"))


def rows(page: PageReader, table: str, heads: int = 1) -> list[list[str]]:
    """The rows of a table below its heads."""
    return page.tables[table][heads:]
