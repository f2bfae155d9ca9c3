"""Fetching against a server on this machine that misbehaves as servers do."""

import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from trust_value.cli import main
from trust_value.errors import TrustValueError
from trust_value.fetching import download
from trust_value.fetching.catalogue import Source, choose, read_catalogue, span
from trust_value.fetching.download import FetchError
from trust_value.fetching.fetch import fetch, fetch_one

ROOT = Path(__file__).parents[2]
TABLE = b"ORG_CODE,MEASURE_VALUE\n" + b"R0A,1\n" * 50_000
OTHER = TABLE.replace(b"R0A,1", b"R0A,2")
PAGE = b"<!DOCTYPE html><html><body>We are sorry</body></html>"


def zipped(text: bytes = TABLE) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("PREVALENCE_2425.csv", text)
    return packed.getvalue()


class Site:
    """What the server holds: path to body, and how it answers; `asked` keeps the requests."""

    def __init__(self):
        self.bodies: dict[str, bytes] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.status: dict[str, int] = {}
        self.cut_at: dict[str, list[int]] = {}
        self.has_ranges = True
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def put(self, path, body, status=200, cut_at=(), **headers):
        self.bodies[path], self.status[path] = body, status
        self.cut_at[path] = list(cut_at)
        self.headers[path] = {name.replace("_", "-"): text for name, text in headers.items()}
        return f"{self.url}{path}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        site: Site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        body, headers = site.bodies.get(self.path, PAGE), dict(site.headers.get(self.path, {}))
        status = site.status.get(self.path, 404)
        tag = headers.get("ETag")
        if status == 200 and tag and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        wanted = self.headers.get("Range")
        if status == 200 and wanted and site.has_ranges and self.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                status, body = 416, b""
            else:
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                status, body = 206, body[start:]
        self.send_response(status)
        if status != 304:
            headers = {"Content-Type": "text/html", "Content-Length": str(len(body))} | headers
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        cut = site.cut_at.get(self.path)
        self.wfile.write(body[: cut.pop(0)] if cut and status in (200, 206) else body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.site = Site()
    server.site.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server.site
    server.shutdown()
    server.server_close()


def source(address: str, kind: str = "csv", sha256: str = "") -> Source:
    return Source("hes_apc", ("2024-25",), kind, address, "OGL v3.0", sha256)


def refused(address: str, folder: Path, kind: str = "csv", sha256: str = "") -> str:
    with pytest.raises(FetchError) as caught:
        fetch_one(source(address, kind, sha256), folder)
    return str(caught.value)


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


def test_a_file_is_fetched_with_a_record_of_where_it_is_from(site, tmp_path):
    address = site.put("/a/table%202024.csv", TABLE, Content_Type="text/csv", ETag='"1"')
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert (tmp_path / "table 2024.csv").read_bytes() == TABLE
    record = json.loads((tmp_path / ".table 2024.csv.json").read_text())
    assert (record["return"], record["licence"]) == ("hes_apc", "OGL v3.0")
    assert (record["bytes"], record["address"]) == (len(TABLE), address)
    assert len(record["sha256"]) == 64
    assert not parts(tmp_path)


def test_an_unchanged_file_is_not_sent_again_and_a_re_issued_one_is(site, tmp_path):
    address = site.put("/table.csv", TABLE, Content_Type="text/csv", ETag='"1"')
    fetch_one(source(address), tmp_path)
    assert fetch_one(source(address), tmp_path) == "unchanged"
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    site.put("/table.csv", OTHER, Content_Type="text/csv", ETag='"2"')
    assert fetch_one(source(address), tmp_path) == "re-issued"
    assert (tmp_path / "table.csv").read_bytes() == OTHER


def test_redirects_are_followed(site, tmp_path):
    site.put("/real.csv", TABLE, Content_Type="text/csv")
    address = site.put("/table.csv", b"", 302, Location="/real.csv")
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert visible(tmp_path) == ["table.csv"]


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://127.0.0.1/t.csv", "http://example.org/t.csv", "//x"]
)
def test_a_redirect_to_anything_but_https_is_refused(site, tmp_path, target):
    address = site.put("/table.csv", b"", 302, Location=target)
    text = refused(address, tmp_path)
    assert "an https address" in text or "not allowed" in text
    assert not visible(tmp_path)


def test_https_never_becomes_http():
    with pytest.raises(FetchError, match="an https address, all the way"):
        download.check_address("http://127.0.0.1/t.csv", "t.csv", "https://example.org/t.csv")
    with pytest.raises(FetchError, match="an https address"):
        download.check_address("http://example.org/t.csv", "t.csv")
    download.check_address("https://example.org/t.csv", "t.csv", "https://example.com/t.csv")


def test_a_circle_of_redirects_ends(site, tmp_path):
    address = site.put("/table.csv", b"", 302, Location="/table.csv")
    assert "302" in refused(address, tmp_path)


def test_what_is_not_there_is_said_and_the_good_file_stays(site, tmp_path):
    address = site.put("/table.csv", TABLE, Content_Type="text/csv")
    fetch_one(source(address), tmp_path)
    for status in (404, 500, 503):
        site.put("/table.csv", PAGE, status)
        text = refused(address, tmp_path)
        assert f"table.csv: the server says {status}" in text
        assert "what to do" in text
    assert (tmp_path / "table.csv").read_bytes() == TABLE


@pytest.mark.parametrize("content_type", ["text/html", "application/zip", "text/csv", ""])
def test_a_page_instead_of_a_zip_never_replaces_the_good_file(site, tmp_path, content_type):
    address = site.put("/q.zip", zipped(), Content_Type="application/zip", ETag='"1"')
    fetch_one(source(address, "zip"), tmp_path)
    site.put("/q.zip", PAGE, Content_Type=content_type, ETag='"2"')
    assert "a zip file" in refused(address, tmp_path, "zip")
    assert (tmp_path / "q.zip").read_bytes() == zipped()
    assert not parts(tmp_path)


def test_a_page_sent_as_csv_is_refused(site, tmp_path):
    address = site.put("/table.csv", b"\n" + PAGE, Content_Type="text/csv")
    assert "sends a web page" in refused(address, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (TABLE, "image/png", "csv"),
        (zipped(), "text/csv", "csv"),
        (b"\x00\x01" * 99, "application/octet-stream", "csv"),
        (TABLE, "application/octet-stream", "zip"),
        (zipped()[:-30], "application/zip", "zip"),
        (zipped(), "application/octet-stream", "xls"),
        (b"", "text/csv", "csv"),
    ],
)
def test_another_type_than_expected_is_refused(site, tmp_path, body, content_type, kind):
    address = site.put(f"/table.{kind}", body, Content_Type=content_type)
    assert f"a {kind} file" in refused(address, tmp_path, kind)
    assert not visible(tmp_path)
    assert not parts(tmp_path)


def test_a_body_cut_short_goes_on_where_it_stopped(site, tmp_path):
    address = site.put(
        "/table.csv", TABLE, cut_at=[100_000, 50_000], Content_Type="text/csv", ETag='"1"'
    )
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert (tmp_path / "table.csv").read_bytes() == TABLE
    ranges = [headers.get("Range") for _, headers in site.asked]
    assert ranges == [None, "bytes=100000-", "bytes=150000-"]


def test_a_body_cut_short_again_and_again_is_kept_for_the_next_run(site, tmp_path):
    address = site.put(
        "/table.csv", TABLE, cut_at=[1000, 1000, 1000], Content_Type="text/csv", ETag='"1"'
    )
    text = refused(address, tmp_path)
    assert f"the download ended at 3,000 bytes.\n  expected: {len(TABLE):,} bytes" in text
    assert not visible(tmp_path)
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert site.asked[-1][1]["Range"] == "bytes=3000-"
    assert (tmp_path / "table.csv").read_bytes() == TABLE


def test_what_had_come_of_an_older_version_is_not_mixed_with_the_new(site, tmp_path):
    site.put("/t.csv", TABLE, cut_at=[1000] * 3, Content_Type="text/csv", ETag='"1"')
    refused(f"{site.url}/t.csv", tmp_path)
    address = site.put("/t.csv", OTHER, Content_Type="text/csv", ETag='"2"')
    fetch_one(source(address), tmp_path)
    assert (tmp_path / "t.csv").read_bytes() == OTHER


@pytest.mark.parametrize("tag", ['"1"', None])
def test_without_ranges_or_a_version_it_begins_anew(site, tmp_path, tag):
    site.has_ranges = False
    headers = {"ETag": tag} if tag else {}
    address = site.put("/t.csv", TABLE, cut_at=[1000], Content_Type="text/csv", **headers)
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert (tmp_path / "t.csv").read_bytes() == TABLE


def test_a_rest_longer_than_the_file_begins_anew(site, tmp_path):
    (tmp_path / ".t.csv.part").write_bytes(TABLE + b"more")
    address = site.put("/t.csv", TABLE, Content_Type="text/csv", ETag='"1"')
    (tmp_path / ".t.csv.part.json").write_text(json.dumps({"asked": address, "version": '"1"'}))
    assert fetch_one(source(address), tmp_path) == "fetched"
    assert (tmp_path / "t.csv").read_bytes() == TABLE


def test_size_is_bounded(site, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "SIZE_LIMIT", 1000)
    address = site.put("/t.csv", TABLE, Content_Type="text/csv")
    assert f"it has {len(TABLE):,} bytes" in refused(address, tmp_path)
    address = site.put("/t.csv", TABLE, Content_Type="text/csv", Content_Length="")
    assert "it does not end" in refused(address, tmp_path)
    assert not parts(tmp_path)


def test_a_server_that_does_not_answer_is_named(tmp_path):
    assert "127.0.0.1 cannot be reached" in refused("http://127.0.0.1:1/t.csv", tmp_path)


def test_a_known_checksum_is_held(site, tmp_path):
    address = site.put("/t.csv", TABLE, Content_Type="text/csv")
    assert "as catalogued" in refused(address, tmp_path, sha256="0" * 64)
    assert not visible(tmp_path)


def test_a_file_that_a_person_put_there_stays(site, tmp_path):
    (tmp_path / "t.csv").write_text("mine")
    address = site.put("/t.csv", TABLE, Content_Type="text/csv")
    assert "was not fetched, or was changed since" in refused(address, tmp_path)
    assert (tmp_path / "t.csv").read_text() == "mine"


def test_the_server_does_not_choose_the_name(site, tmp_path):
    wish = 'attachment; filename="../../evil.csv"'
    address = site.put("/t.csv", TABLE, Content_Type="text/csv", Content_Disposition=wish)
    inbox = tmp_path / "a" / "inbox"
    inbox.mkdir(parents=True)
    fetch_one(source(address), inbox)
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["t.csv"]


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fetc.csv", ".hidden.csv", "a%00.csv", "a%5Cb.csv", "a%0A.csv", "t.zip", ""]
)
def test_a_catalogued_name_is_one_plain_file(tmp_path, name):
    entry = {"return": "hes_apc", "title": "t", "publisher": "p", "licence": "OGL v3.0"}
    one = {"years": "2024-25", "kind": "csv", "address": f"https://example.org/{name}"}
    path = tmp_path / "catalogue.yml"
    path.write_text(yaml.safe_dump({"returns": [entry | {"files": [one]}]}))
    with pytest.raises(TrustValueError, match="plain file name of kind csv"):
        read_catalogue(path)


def test_an_entry_without_licence_is_refused(tmp_path):
    path = tmp_path / "catalogue.yml"
    path.write_text("returns: [{return: ae, title: t, publisher: p}]")
    with pytest.raises(TrustValueError, match="ae: it has no licence"):
        read_catalogue(path)


def test_one_that_fails_does_not_keep_the_others(site, project):
    site.put("/good.csv", TABLE, Content_Type="text/csv")
    files = [
        {"years": "2023-24", "kind": "csv", "address": f"{site.url}/missing.csv"},
        {"years": "2024-25", "kind": "csv", "address": f"{site.url}/good.csv"},
    ]
    entry = {"return": "beds", "title": "Beds", "publisher": "P", "licence": "OGL v3.0"}
    other = {"return": "codes", "title": "C", "publisher": "P", "licence": "OGL v3.0"}
    path = project.root / "data" / "catalogue.yml"
    path.write_text(yaml.safe_dump({"returns": [entry | {"files": files}, other]}))
    done = fetch(project)
    assert done.outcomes == {project.root / "data" / "inbox" / "good.csv": "fetched"}
    assert [entry.return_name for entry in done.by_hand] == ["codes"]
    assert len(done.refused) == 1

    def invoke(*arguments):
        return CliRunner().invoke(main, ["--project-dir", str(project.root), "fetch", *arguments])

    result = invoke("beds", "--to", str(project.root / "elsewhere"))
    assert result.exit_code == 1
    assert "Refused: missing.csv: the server says 404" in result.output
    assert "fetched    elsewhere/good.csv" in result.output
    assert invoke("beds", "--year", "2024/25").exit_code == 0
    assert f"{site.url}/good.csv" in invoke("--list").output
    assert "expected: beds" in invoke("bed").output
    assert "is no financial year" in invoke("--year", "2024").output


def test_spans_of_years():
    assert span("2018-19 to 2020-21") == ["2018-19", "2019-20", "2020-21"]
    assert span("2099/00") == ["2099-00"]
    with pytest.raises(TrustValueError):
        span("2024-26")


def test_the_catalogue_of_the_checkout_is_whole():
    entries = read_catalogue(ROOT / "data" / "catalogue.yml")
    names = [entry.return_name for entry in entries]
    assert len(names) == len(set(names))
    declared = {
        path.parent.name for path in (ROOT / "models" / "staging").glob("*/_*__sources.yml")
    }
    # the manifest is our own, and linked data of a board or a site are published nowhere
    assert declared - {"landing", "person_segments", "admitted_spells"} <= set(names)
    for entry in entries:
        assert entry.licence == "OGL v3.0"
        assert entry.page == "" or entry.page.startswith("https://")
        for one in entry.files:
            download.check_address(one.address, one.name)
            assert one.address.startswith("https://files.digital.nhs.uk/")
    years = {year for entry in choose(entries, ["hes_mar", "qof"], ["2023-24"])
             for one in entry.files for year in one.years}  # fmt: skip
    assert "2023-24" in years
