"""A damaged web archive is known, and the record that does not fit is named."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tawthiq.evidence.fetch import Exchange
from tawthiq.evidence.wacz import surt, write_wacz
from tawthiq.evidence.webarchive import check_wacz, check_warc

AT = datetime.datetime(2026, 11, 23, 20, 0, 5, 250_000, tzinfo=datetime.UTC)


def exchange(folder: Path, url: str, content: bytes) -> Exchange:
    body = folder / f"body-{len(list(folder.iterdir())):06d}"
    body.write_bytes(content)
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "3"))
    return Exchange(url, "GET", (("Accept", "*/*"),), 200, "OK", headers, body, AT, is_decoded=True)


@pytest.fixture
def wacz(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    pages = [
        exchange(tmp_path / "parts", f"https://a.org/{n}", f"<p>page {n}</p>".encode() * 40) for n in range(3)
    ]
    made = tmp_path / "made.wacz"
    write_wacz(made, pages, page="https://a.org/1", title="صفحة", software="test", folder=tmp_path / "parts")
    return made


def rewritten(wacz: Path, change: dict[str, bytes | None]) -> Path:
    """Write the WACZ again with members changed, added or (None) left out."""
    with zipfile.ZipFile(wacz) as archive:
        members: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    out = wacz.with_name("changed.wacz")
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**members, **change}.items():
            if content is not None:
                archive.writestr(name, content)
    return out


def test_what_is_written_is_whole(wacz: Path) -> None:
    found = check_wacz(wacz)
    assert found.faults == () and found.records == 7  # about the file, then three answers and requests
    assert found.pages == ("https://a.org/0", "https://a.org/1", "https://a.org/2")


def test_the_headers_say_what_became_of_the_body(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as archive:
        text = gzip.decompress(archive.read("archive/data.warc.gz")).decode()
    assert "X-Orig-Content-Encoding: br" in text and "Content-Length: 520" in text
    assert "WARC-Date: 2026-11-23T20:00:05.250000Z" in text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pages/pages.jsonl": b"{}"}, "pages/pages.jsonl has 2 bytes"),
        ({"indexes/index.cdx": None}, "indexes/index.cdx is listed and missing"),
        ({"archive/planted.txt": b"x"}, "archive/planted.txt is there and not listed"),
        ({"datapackage.json": b"{}"}, "does not fit the hash in datapackage-digest.json"),
        ({"datapackage.json": None}, "has no datapackage.json"),
    ],
)
def test_every_change_is_named(wacz: Path, change: dict[str, bytes | None], reason: str) -> None:
    assert reason in " ".join(check_wacz(rewritten(wacz, change)).faults)


def test_a_cut_file_is_no_wacz(wacz: Path) -> None:
    wacz.write_bytes(wacz.read_bytes()[:-30])
    assert "cannot be read as a WACZ" in check_wacz(wacz).faults[0]


def test_a_changed_record_of_a_warc_is_named(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as archive:
        plain = gzip.decompress(archive.read("archive/data.warc.gz"))
    assert check_warc(io.BytesIO(plain)).faults == ()
    changed = plain.replace(b"<p>page 1</p>", b"<p>page 7</p>", 1)
    (fault,) = check_warc(io.BytesIO(changed)).faults
    assert fault.startswith("record 4 does not fit its digest")
    cut = check_warc(io.BytesIO(plain[: plain.index(b"<p>page 2") + 50]))
    assert any("record 6" in fault for fault in cut.faults)
    assert check_warc(io.BytesIO(b"")).faults == ("it holds no record",)


def test_addresses_are_turned_round_for_the_index() -> None:
    assert surt("https://www.News.example.org:8080/A?b=C") == "org,example,news:8080)/a?b=c"
