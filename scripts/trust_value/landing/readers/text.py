"""The text of a CSV file: how it is written, and its records."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from trust_value.errors import LandingError

UTF_8, CP1252 = "utf-8-sig", "cp1252"
LONGEST_RECORD = 1 << 24
WEB_PAGE = (b"<!doctype", b"<html", b"<?xml")
csv.field_size_limit(LONGEST_RECORD)


def records(path: Path, encoding: str, file: str) -> Iterator[list[str]]:
    """Every record of a CSV file, blank ones as []. Raises LandingError at a broken quote."""
    row = 1
    try:
        with path.open(encoding=encoding, newline="") as stream:
            for record in csv.reader(stream, strict=True):
                yield record
                row += 1
    except csv.Error as error:
        raise LandingError(
            file,
            f"the record cannot be read as CSV ({error})",
            "comma separated cells, a quote inside a quoted cell doubled",
            "download the file again, or put the quote right",
            row=row,
        ) from error


def encoding_of(path: Path, file: str) -> str:
    """UTF-8 (with or without byte order mark) or, failing that, CP1252. Raises LandingError."""
    expected = "text in UTF-8 or CP1252"
    with path.open("rb") as stream:
        start = stream.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        stream.seek(0)
        since_break, is_text = 0, b"\0" not in start
        while is_text and (chunk := stream.read(1 << 20)):
            since_break = 0 if b"\n" in chunk or b"\r" in chunk else since_break + len(chunk)
            is_text = b"\0" not in chunk and since_break <= LONGEST_RECORD
    if not start:
        raise LandingError(file, "the file is empty", action="download it again")
    if not is_text or start.startswith((b"pk\x03\x04", b"\xff\xfe", b"\xfe\xff")):
        action = "save the table as 'CSV UTF-8', or give the file its own extension back"
        raise LandingError(file, "this is not a CSV text", expected, action)
    if start.startswith(WEB_PAGE):
        action = "download the file itself: the link led to a page"
        raise LandingError(file, "this is a web page, not a table", action=action)
    for encoding in (UTF_8, CP1252):
        with path.open(encoding=encoding, newline="") as stream, suppress(UnicodeDecodeError):
            while stream.read(1 << 20):
                pass
            return encoding
    raise LandingError(file, "its encoding is not known", expected, "save it as 'CSV UTF-8'")
