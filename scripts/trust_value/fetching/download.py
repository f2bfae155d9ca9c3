"""One address to one checked file beside its place: resumed where it can be, bounded, never a page.

The body goes to a hidden `.part`, and `.part.json` says of which address and version it is, so that
a download cut short goes on where it stopped as long as the publisher's file is still the same.
"""

import http.client
import json
import re
import ssl
from email.message import Message
from pathlib import Path
from typing import IO, Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit

from trust_value import __version__
from trust_value.errors import TrustValueError
from trust_value.files import wrong_start, wrong_type

TIMEOUT_SECONDS = 30
SIZE_LIMIT = 4 << 30
CHUNK = 1 << 20
OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}
CONNECTION_ERRORS = (TimeoutError, ConnectionError, ssl.SSLError, http.client.HTTPException)
AGAIN = "try again; if it stays so, look for the file on the return's page and mend the catalogue"


class FetchError(TrustValueError):
    """A download that was refused: the file in its place, if there is one, is as it was."""

    def __init__(self, name: str, problem: str, expected: str, action: str = AGAIN) -> None:
        super().__init__(f"{name}: {problem}.\n  expected: {expected}.\n  what to do: {action}.")


class CutShortError(FetchError):
    """A body that ended early: what came is kept, and the next attempt goes on from there."""


class _Redirects(request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: Message,
        newurl: str,
    ) -> request.Request | None:  # fmt: skip
        name = unquote(Path(urlsplit(req.full_url).path).name)
        check_address(newurl, name, req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> request.OpenerDirector:
    """Speaks http and https only: no file, ftp or data address can be opened."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler, _Redirects,
        request.HTTPDefaultErrorHandler, request.HTTPErrorProcessor,
    ):  # fmt: skip
        opener.add_handler(handler())
    return opener


def check_address(address: str, name: str, before: str = "") -> None:
    """Refuses what is not https; http only within this machine (a mirror, a test). FetchError."""
    parts, earlier = urlsplit(address), urlsplit(before or address)
    hosts = {parts.hostname, earlier.hostname}
    is_own = {parts.scheme, earlier.scheme} == {"http"} and hosts <= OWN_MACHINE
    if not parts.hostname or not (parts.scheme == "https" or is_own):
        led = "it leads on to" if before else "its address is"
        raise FetchError(name, f"{led} {address}", "an https address, all the way")


def download(address: str, name: str, kind: str, part: Path, known: dict[str, Any]) -> dict | None:
    """Fetches to `part`: what the server said of it (etag, last_modified, address), else None.

    known: what was said of the good file in place; None means that it is still the same. Raises
    FetchError, CutShortError where another attempt can go on from what has come.
    """
    check_address(address, name)
    state_path = part.with_name(f"{part.name}.json")
    state = read_json(state_path)
    version = state.get("version")
    offset = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": f"trust-value/{__version__}", "Accept-Encoding": "identity"}
    if offset and version and state.get("asked") == address:
        headers |= {"Range": f"bytes={offset}-", "If-Range": version}
    elif known.get("etag"):
        headers["If-None-Match"] = known["etag"]
    elif known.get("last_modified"):
        headers["If-Modified-Since"] = known["last_modified"]
    asked = request.Request(address, headers=headers)  # noqa: S310 - checked above
    try:
        with _opener().open(asked, timeout=TIMEOUT_SECONDS) as answer:
            said = {
                "address": answer.geturl(),
                "etag": answer.headers.get("ETag"),
                "last_modified": answer.headers.get("Last-Modified"),
            }
            offset, size = check_answer(answer, name, kind, offset if "Range" in headers else 0)
            if not offset:
                strong = said["etag"] if not (said["etag"] or "W/").startswith("W/") else None
                version = strong or said["last_modified"]
                part.unlink(missing_ok=True)
                state_path.write_text(json.dumps({"asked": address, "version": version}))
            receive(answer, name, kind, part, offset, size)
    except HTTPError as error:
        if error.code == http.client.NOT_MODIFIED and known:
            return None
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            forget(part)
            raise CutShortError(
                name, "what had come does not fit the file", "the rest of it"
            ) from error
        raise FetchError(name, f"the server says {error.code} {error.reason}", "200 OK") from error
    except (URLError, *CONNECTION_ERRORS) as error:
        reason = getattr(error, "reason", None) or error
        problem = f"{urlsplit(address).hostname} cannot be reached ({reason})"
        raise FetchError(name, problem, "an answer", "see that you are connected; try again") from (
            error
        )
    return said


def check_answer(
    answer: http.client.HTTPResponse, name: str, kind: str, offset: int
) -> tuple[int, int | None]:
    """Where the body begins and how long the whole is, both in bytes. Raises FetchError."""
    content_type = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
    if problem := wrong_type(content_type, kind):
        raise FetchError(name, problem, f"a {kind} file")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        problem = f"it comes packed as {answer.headers['Content-Encoding']}"
        raise FetchError(name, problem, "the file as published")
    length = answer.headers.get("Content-Length", "")
    size = int(length) if length.isdecimal() else None
    if answer.status == http.client.PARTIAL_CONTENT:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range", ""))
        if not found or int(found[1]) != offset:
            raise FetchError(name, "the server sends another part than asked", f"from {offset}")
        size = int(found[2])
    elif answer.status != http.client.OK:
        raise FetchError(name, f"the server says {answer.status}", "200 OK")
    else:
        offset = 0
    if (size or 0) > SIZE_LIMIT:
        raise FetchError(name, f"it has {size:,} bytes", f"at most {SIZE_LIMIT:,}")
    return offset, size


def receive(
    answer: http.client.HTTPResponse, name: str, kind: str, part: Path, offset: int,
    size: int | None,
) -> None:  # fmt: skip
    """Adds the body to `part`. Raises FetchError, or CutShortError with what has come kept."""
    why = ""
    with part.open("ab" if offset else "wb") as stream:
        try:
            while chunk := answer.read(CHUNK):
                problem = "" if stream.tell() else wrong_start(chunk, kind)
                if problem or stream.tell() + len(chunk) > SIZE_LIMIT:
                    forget(part)
                    limit = f"a {kind} file of at most {SIZE_LIMIT:,} bytes"
                    raise FetchError(name, problem or "it does not end", limit)
                stream.write(chunk)
        except CONNECTION_ERRORS as error:
            why = f" ({error!r})"
        came = stream.tell()
    if why or (size is not None and came != size):
        wanted = f"{size:,} bytes" if size is not None else "the whole file"
        action = "fetch again: it goes on where it stopped"
        raise CutShortError(name, f"the download ended at {came:,} bytes{why}", wanted, action)


def forget(part: Path) -> None:
    """Takes away what has come of a download, so that the next one begins anew."""
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}.json").unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any]:
    """A small JSON record; empty where there is none or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
