"""A captured page as WACZ 1.1.1: a WARC of every exchange with digests, an index, the list of pages, the
hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tawthiq.evidence.fetch import Exchange

ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
HOP_HEADERS = ("transfer-encoding", "content-encoding", "content-length", "connection")
LONGEST_LINE = 2000


def write_wacz(
    target: Path, exchanges: Sequence[Exchange], *, page: str, title: str, software: str, folder: Path
) -> None:
    """Write exchanges as a WACZ file; `folder` holds the WARC while it is made."""
    warc = folder / "data.warc.gz"
    with warc.open("wb") as out:
        lines = sorted(_write_warc(out, exchanges, software))
    first = next((one for one in exchanges if one.url == page), exchanges[0])
    moment = first.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, page)), "url": page, "ts": moment, "title": title}
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
    pages = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (header, entry)).encode()
    members: dict[str, bytes | Path] = {ARCHIVE: warc, INDEX: "".join(lines).encode(), PAGES: pages}
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": software,
        "created": moment,
        "mainPageUrl": page,
        "mainPageDate": moment,
        "resources": [_resource(name, content) for name, content in members.items()],
    }
    _zip(target, members, json.dumps(package, ensure_ascii=False, indent=1).encode())
    warc.unlink()


def surt(url: str) -> str:
    """Turn an address round for sorting, as web archives do: `https://www.a.org/b?c` → `org,a)/b?c`."""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    turned = ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return f"{turned}{port}){parts.path or '/'}{'?' + parts.query if parts.query else ''}"[:LONGEST_LINE]


def _write_warc(out: BinaryIO, exchanges: Sequence[Exchange], software: str) -> Iterator[str]:
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    about = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(Path(ARCHIVE).name, about))
    for exchange in exchanges:
        moment = exchange.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with exchange.body.open("rb") as body:
            answer = writer.create_warc_record(
                exchange.url,
                "response",
                payload=body,
                length=exchange.body.stat().st_size,
                http_headers=_answer_headers(exchange),
                warc_headers_dict={"WARC-Date": moment},
            )
            start = out.tell()
            writer.write_record(answer)
        asked = writer.create_warc_record(
            exchange.url,
            "request",
            payload=io.BytesIO(b""),
            length=0,
            http_headers=_request_headers(exchange),
            warc_headers_dict={
                "WARC-Date": moment,
                "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        yield _index_line(
            exchange, start, out.tell() - start, answer.rec_headers.get_header("WARC-Payload-Digest")
        )
        writer.write_record(asked)


def _answer_headers(exchange: Exchange) -> StatusAndHeaders:
    """Keep the headers as they came; those that no longer describe the kept body get the name X-Orig-…."""
    kept = []
    for name, value in exchange.headers:
        is_stale = name.lower() in HOP_HEADERS[:2] and (exchange.is_decoded or name.lower() == HOP_HEADERS[0])
        if exchange.is_decoded and name.lower() == "content-length":
            is_stale = True
        kept.append((f"X-Orig-{name}" if is_stale else name, _one_line(value)))
    if exchange.is_decoded:
        kept.append(("Content-Length", str(exchange.body.stat().st_size)))
    return StatusAndHeaders(f"{exchange.status} {_one_line(exchange.reason)}", kept, protocol="HTTP/1.1")


def _request_headers(exchange: Exchange) -> StatusAndHeaders:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [(name, _one_line(value)) for name, value in exchange.request_headers if not name.startswith(":")]
    return StatusAndHeaders(f"{exchange.method} {path} HTTP/1.1", kept, is_http_request=True)


def _index_line(exchange: Exchange, offset: int, length: int, digest: str) -> str:
    entry = {
        "url": exchange.url,
        "mime": exchange.header("content-type").partition(";")[0].strip() or "unk",
        "status": str(exchange.status),
        "digest": digest,
        "length": str(length),
        "offset": str(offset),
        "filename": Path(ARCHIVE).name,
    }
    return f"{surt(exchange.url)} {exchange.at.strftime('%Y%m%d%H%M%S')} {json.dumps(entry)}\n"


def _resource(name: str, content: bytes | Path) -> dict[str, str | int]:
    if isinstance(content, bytes):
        digest, size = hashlib.sha256(content).hexdigest(), len(content)
    else:
        with content.open("rb") as file:
            digest, size = hashlib.file_digest(file, "sha256").hexdigest(), content.stat().st_size
    return {"name": Path(name).name, "path": name, "hash": f"sha256:{digest}", "bytes": size}


def _zip(target: Path, members: dict[str, bytes | Path], package: bytes) -> None:
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    written = {**members, "datapackage.json": package, "datapackage-digest.json": json.dumps(digest).encode()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in written.items():
            if isinstance(content, bytes):
                archive.writestr(name, content)
            else:
                archive.write(content, name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
