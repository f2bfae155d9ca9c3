"""A zip file written of members that are packed already, so that unchanged ones are kept packed."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# fast: a sheet of a million cells is packed in a fifth of a second, and is half as large again
LEVEL = 1
RAW = -15
DEFLATED = 8
NEEDS_VERSION = 20
# 1 January 1980: what is published says when in its own words
DAY = 0x21
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True)
class Member:
    """A packed file. crc: of what is packed; size: in bytes, unpacked."""

    name: str
    packed: bytes
    crc: int
    size: int

    @property
    def header(self) -> bytes:
        """What both its own header and the directory say of it."""
        sizes = (self.crc, len(self.packed), self.size)
        return struct.pack(
            "<HHHHHIIIHH", NEEDS_VERSION, 0, DEFLATED, 0, DAY, *sizes, len(self.name), 0
        )


def pack(name: str, parts: Iterable[bytes]) -> Member:
    """Packs a member from its parts, one after the other, so that few are in memory at a time."""
    packer, crc, size, packed = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW), 0, 0, []
    for part in parts:
        packed.append(packer.compress(part))
        crc, size = zlib.crc32(part, crc), size + len(part)
    return Member(name, b"".join([*packed, packer.flush()]), crc, size)


def kept(path: Path, names: set[str]) -> list[Member]:
    """The members of these names in a zip file, still packed; none where it cannot be read."""
    members = []
    try:
        with zipfile.ZipFile(path) as book, path.open("rb") as file:
            for each in book.infolist():
                if each.filename in names and each.compress_type == DEFLATED:
                    file.seek(each.header_offset + 26)
                    lengths = struct.unpack("<HH", file.read(4))
                    file.seek(sum(lengths), 1)
                    packed = file.read(each.compress_size)
                    members.append(Member(each.filename, packed, each.CRC, each.file_size))
    except (OSError, zipfile.BadZipFile, struct.error):
        return []
    return members


def write_zip(path: Path, members: list[Member]) -> None:
    """Writes the members in their order. Raises OSError where the disk does not take them."""
    directory, place = [], 0
    with path.open("xb") as file:
        for member in members:
            name = member.name.encode("ascii")
            entry = CENTRAL + struct.pack("<H", NEEDS_VERSION) + member.header
            directory.append(entry + struct.pack("<HHHII", 0, 0, 0, 0, place) + name)
            place += file.write(LOCAL + member.header + name + member.packed)
        size, count = sum(map(len, directory)), len(directory)
        file.write(b"".join(directory))
        file.write(END + struct.pack("<HHHHIIH", 0, 0, count, count, size, place, 0))
