"""Archives: what a zip may hold, and its members taken out one by one into a scratch folder."""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from trust_value.errors import LandingError
from trust_value.files import is_of_the_disk

LARGEST_EXPANDED = 4 << 30
LARGEST_RATIO = 200
# below this a high ratio says nothing: an empty sheet is all repetition
RATIO_MATTERS_FROM = 64 << 20
AGAIN = "download it again from the publisher; if it is the same, take the one file wanted out"
# what reading a damaged archive raises; OSError and ValueError where its directory leads nowhere
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError,
)  # fmt: skip


def check_archive(path: Path, file: str) -> list[zipfile.ZipInfo]:
    """The members of a zip (or .xlsx). Raises LandingError before anything is taken out."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except DAMAGED as error:
        kind = path.suffix.lower()
        problem = f"it is no whole {kind} file: cut short, or something else under this name"
        raise LandingError(file, problem, "the file as published", AGAIN) from error
    for member in members:
        shown = repr(member.filename)
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if not parts.parts or parts.is_absolute() or ".." in parts.parts or is_link \
                or ":" in parts.parts[0]:  # fmt: skip
            problem = f"the member {shown} points out of the archive"
            raise LandingError(file, problem, "members inside the archive", AGAIN)
        if member.flag_bits & 1:
            problem = f"the member {shown} is protected by a password"
            action = "publications have none: take it out, and land what you took out"
            raise LandingError(file, problem, action=action)
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > RATIO_MATTERS_FROM and ratio > LARGEST_RATIO:
            problem = f"the member {shown} would grow {ratio:,.0f} times when unpacked"
            raise LandingError(file, problem, f"at most {LARGEST_RATIO} times", AGAIN)
    expanded = sum(member.file_size for member in members)
    if expanded > LARGEST_EXPANDED:
        problem = f"unpacked it would be {expanded / (1 << 30):.1f} GB"
        raise LandingError(file, problem, f"at most {LARGEST_EXPANDED >> 30} GB", AGAIN)
    return members


def take_out(
    path: Path, file: str, wanted: Callable[[str], bool], scratch: Path
) -> Iterator[tuple[str, Path]]:
    """The wanted members: name inside the archive, and a copy. Raises LandingError.

    wanted: told the base name of a member. Each copy is read to its end, so that its checksum is
    verified.
    """
    members = check_archive(path, file)
    with zipfile.ZipFile(path) as archive:
        for number, member in enumerate(members):
            name = PurePosixPath(member.filename.replace("\\", "/")).name
            if name.startswith(".") or "__MACOSX" in member.filename or not wanted(name):
                continue
            target = scratch / f"member{number}{PurePosixPath(name).suffix.lower()}"
            try:
                with target.open("wb") as copy:
                    for chunk in chunks(archive, member):
                        copy.write(chunk)
            except DAMAGED as error:
                if is_of_the_disk(error):
                    raise
                problem = f"the member {member.filename!r} is damaged ({error})"
                raise LandingError(file, problem, "the file as published", AGAIN) from error
            yield member.filename, target


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> Iterator[bytes]:
    """A member's bytes to the end, where its checksum is verified. Raises what is in DAMAGED."""
    with archive.open(member) as source:
        while chunk := source.read(1 << 20):
            yield chunk
