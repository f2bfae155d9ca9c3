"""The parts of an .xlsx, found as the file itself says, whatever program wrote it."""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import IO
from xml.etree import ElementTree

from trust_value.landing.readers.base import Source
from trust_value.landing.readers.zip import DAMAGED, chunks

USUAL = "xl/workbook.xml"


class Workbook:
    """An .xlsx. Raises LandingError where it is not whole."""

    def __init__(self, source: Source) -> None:
        self.source = source
        try:
            with zipfile.ZipFile(source.path) as archive:
                found = _links(archive, "")["officeDocument"].values()
                self.part = next(iter(found), USUAL)
                self.links = _links(archive, self.part)
                book = ElementTree.fromstring(archive.read(self.part))  # noqa: S314 - no entities are read
                # read to the end, so that the checksum is verified
                for part in self.links["sharedStrings"].values():
                    for _ in chunks(archive, part):
                        pass
        except (*DAMAGED, ElementTree.ParseError) as error:
            raise source.refusal("it is no whole workbook") from error
        self.nodes = [node for node in book.iter() if tag(node) == "sheet"]

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells share, in the order that cells number them by."""
        texts: list[str] = []
        with zipfile.ZipFile(self.source.path) as archive:
            for part in self.links["sharedStrings"].values():
                with archive.open(part) as stream:
                    texts += [text_of(node) for node in closed(stream, "si", self.source)]
        return texts

    def sheets(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, bool]]:
        """Name and part of each wanted sheet, and whether DuckDB finds it by its name.

        A hidden one is left out and noted in the source.
        """
        names = [node.get("name", "").casefold() for node in self.nodes]
        for node in self.nodes:
            tab = node.get("name", "")
            ids = (value for name, value in node.items() if name.rpartition("}")[2] == "id")
            part = self.links["worksheet"].get(next(ids, ""))
            if not part or not wanted(tab):
                continue
            if node.get("state", "visible") != "visible":
                self.source.hidden.append(tab)
                continue
            is_usual = self.part == USUAL and part.startswith("xl/worksheets/")
            yield tab, part, is_usual and names.count(tab.casefold()) == 1


def _links(archive: zipfile.ZipFile, part: str) -> dict[str, dict[str, str]]:
    """What a part links to: by kind, the id of each link and its place in the archive."""
    links: dict[str, dict[str, str]] = {"officeDocument": {}, "sharedStrings": {}, "worksheet": {}}
    folder, name = posixpath.split(part)
    with suppress(KeyError):
        text = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        for link in ElementTree.fromstring(text):  # noqa: S314 - no entities are read
            place = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
            kind = link.get("Type", "").rpartition("/")[2]
            links.setdefault(kind, {})[link.get("Id", "")] = place.lstrip("/")
    return links


def closed(stream: IO[bytes], name: str, source: Source) -> Iterator[ElementTree.Element]:
    """Each element of a name, once it is read whole. Raises LandingError where the XML is not."""
    parents: list[ElementTree.Element] = []
    try:
        for event, node in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314 - no entities are read
            if event == "start":
                parents.append(node)
                continue
            parents.pop()
            if tag(node) == name:
                yield node
                parents[-1].clear()
    except (*DAMAGED, ElementTree.ParseError) as error:
        raise source.refusal(f"the sheet cannot be read ({error})") from error


def text_of(node: ElementTree.Element) -> str:
    """The text of a string, its runs together, without what says how it is spoken."""
    runs = [part for part in node if tag(part) in ("t", "r")]
    return "".join(each.text or "" for run in runs for each in run.iter() if tag(each) == "t")


def tag(node: ElementTree.Element) -> str:
    """The name of an element, without its namespace."""
    return node.tag.rpartition("}")[2]
