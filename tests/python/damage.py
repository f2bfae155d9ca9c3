"""Damaged copies of files: bytes flipped, cut, spliced, and the XML of workbooks edited."""

import io
import random
import re
import zipfile

EDITS = (
    (rb"<v>[^<]*</v>", b""), (rb' r="[A-Z]+\d+"', b""), (rb' t="s"', b' t="b"'),
    (rb"<v>(\d)", rb"<v>9\1"), (rb"</row>", b""), (rb'<row r="\d+"', b'<row r="1"'),
    (rb"<c ", b"<f>1+1</f><c "), (rb'name="[^"]*"', b'name="Data"'), (rb"<sheets>", b"<sheets"),
    (rb'r:id="rId\d+"', b'r:id="rId99"'), (rb"<si>", b""), (rb"worksheets/", b"elsewhere/"),
)  # fmt: skip


def damaged(content: bytes, kind: str, chance: random.Random) -> bytes:
    """One damaged copy."""
    ways = [flipped, cut, spliced, doubled]
    if kind in ("xlsx", "zip", "xlsb"):
        ways += [edited] * 3 + [stored_anew]
    return chance.choice(ways)(content, chance)


def flipped(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 20])):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def spliced(content: bytes, chance: random.Random) -> bytes:
    start, size = chance.randrange(len(content)), chance.choice([1, 16, 400])
    filler = chance.choice([b"\0", b"\xff", b",", b'"', b"\r"]) * chance.choice([0, 1, size])
    return content[:start] + filler + content[start + size :]


def doubled(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    size = chance.choice([8, 64, 1000])
    return content[:start] + content[start : start + size] + content[start:]


def edited(content: bytes, chance: random.Random) -> bytes:
    """One place in one part changed, its checksum made anew: what a bad program would write."""
    pattern, replacement = chance.choice(EDITS)
    return _changed(content, chance, lambda text: _replaced(text, pattern, replacement, chance))


def stored_anew(content: bytes, chance: random.Random) -> bytes:
    """Bytes of one part flipped, its checksum made anew."""
    return _changed(content, chance, lambda text: flipped(text, chance) if text else text)


def _replaced(text: bytes, pattern: bytes, replacement: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(pattern, text))
    if not places:
        return text
    found = chance.choice(places)
    return text[: found.start()] + found.expand(replacement) + text[found.end() :]


def _changed(content, chance, change) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        names = before.namelist()
        chosen = chance.choice(names)
        for name in names:
            text = before.read(name)
            after.writestr(name, change(text) if name == chosen else text)
    return stream.getvalue()
