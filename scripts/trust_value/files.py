"""Files: replaced at once, their sha256, and what their first bytes say they are."""

import errno
import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

START_BYTES = 512
ZIPPED = ("zip", "xlsx", "xlsb")
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# what servers say of files they know nothing about, and of any table
ANY_TYPE = {"", "application/octet-stream", "binary/octet-stream", "application/vnd.ms-excel"}
TYPES = {
    "csv": {"text/csv", "text/plain", "application/csv", "application/x-csv"},
    "zip": {"application/zip", "application/x-zip-compressed", "application/x-zip"},
    "xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "xlsb": {"application/vnd.ms-excel.sheet.binary.macroenabled.12"},
}
# what a system says where a disk takes nothing more
DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
SAID_OF_DISKS = ("No space left", "Could not write", "Cannot open file", "too large", "Read-only")
PAGE = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")


@contextmanager
def replace_atomically(target: Path) -> Iterator[Path]:
    """Gives a path beside the target to write to, and moves it to the target at the end.

    Where writing fails, the target is as it was and nothing is left beside it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        yield beside
        os.replace(beside, target)
    finally:
        with suppress(OSError):
            beside.unlink()


def is_of_the_disk(error: Exception) -> bool:
    """Whether a disk took no more, or may not be written to: no published file is to blame."""
    if isinstance(error, OSError):
        return error.errno in DISK_IS_FULL
    is_io = type(error).__name__ == "IOException"
    return is_io and any(text in str(error) for text in SAID_OF_DISKS)


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def start_of(path: Path) -> bytes:
    """The first bytes of a file; b"" for an empty one."""
    with path.open("rb") as stream:
        return stream.read(START_BYTES)


def text_at_start(start: bytes) -> bytes:
    """The first bytes as lower-case text, without a byte order mark and outer space."""
    return start[:START_BYTES].lstrip(b"\xef\xbb\xbf \r\n\t").lower()


def is_page(start: bytes) -> bool:
    """Whether the first bytes are those of a web page."""
    return text_at_start(start).startswith(PAGE)


def wrong_type(content_type: str, kind: str) -> str:
    """The problem where a server names another type than the kind's; else nothing."""
    is_right = content_type.lower() in TYPES.get(kind, set()) | ANY_TYPE
    return "" if is_right else f"the server sends {content_type}"


def is_of_kind(start: bytes, kind: str) -> bool:
    """Whether the first bytes are those of a csv, zip, xlsx, xlsb or xls file."""
    magic = ZIP if kind in ZIPPED else COMPOUND if kind == "xls" else b""
    is_other = kind == "csv" and (
        b"\0" in start or start.startswith((ZIP, COMPOUND, b"\xff\xfe", b"\xfe\xff"))
    )
    return bool(text_at_start(start)) and start.startswith(magic) and not is_other


def wrong_start(start: bytes, kind: str) -> str:
    """The problem where a download's first bytes are not those of its kind; else nothing."""
    if is_page(start):
        return "the server sends a web page"
    return "" if is_of_kind(start, kind) else f"its content is not that of a {kind} file"


def wrong_whole(path: Path, kind: str) -> str:
    """What is wrong with a finished download: empty, or a zip without its list of members."""
    if not path.stat().st_size:
        return "it is empty"
    try:
        is_whole = kind not in ZIPPED or bool(zipfile.ZipFile(path).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        is_whole = False
    return "" if is_whole else "it is not a whole zip file"
