"""What a fetched file must be, by its kind. Each check gives the problem in words, or nothing."""

import zipfile
from pathlib import Path

ZIPPED = ("zip", "xlsx", "xlsb")
# what servers say of files they know nothing about, and of any table
ANY_TYPE = {"", "application/octet-stream", "binary/octet-stream", "application/vnd.ms-excel"}
TYPES = {
    "csv": {"text/csv", "text/plain", "application/csv", "application/x-csv"},
    "zip": {"application/zip", "application/x-zip-compressed", "application/x-zip"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "xlsb": {"application/vnd.ms-excel.sheet.binary.macroenabled.12"},
}
PAGE = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")


def wrong_type(content_type: str, kind: str) -> str:
    """Whether a server names another type than the kind's."""
    is_right = content_type.lower() in TYPES.get(kind, set()) | ANY_TYPE
    return "" if is_right else f"the server sends {content_type}"


def wrong_start(start: bytes, kind: str) -> str:
    """Whether the first bytes are not those of the kind: an error page's are not."""
    text = start[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith(PAGE):
        return "the server sends a web page"
    magic = b"PK\x03\x04" if kind in ZIPPED else b"\xd0\xcf\x11\xe0" if kind == "xls" else b""
    is_other = kind == "csv" and (b"\0" in start[:512] or start.startswith(b"PK\x03\x04"))
    is_right = text and start.startswith(magic) and not is_other
    return "" if is_right else f"its content is not that of a {kind} file"


def wrong_whole(path: Path, kind: str) -> str:
    """Whether a file that has come whole is none: empty, or a zip without its list of members."""
    if not path.stat().st_size:
        return "it is empty"
    try:
        is_whole = kind not in ZIPPED or bool(zipfile.ZipFile(path).namelist())
    except zipfile.BadZipFile:
        is_whole = False
    return "" if is_whole else "it is not a whole zip file"
