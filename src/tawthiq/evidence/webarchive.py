"""Web archives checked to the last record: WARC digests, WACZ hashes; a damaged one is named with the
reason.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from tawthiq.domain.errors import InvalidFile
from tawthiq.evidence.texts import clean
from tawthiq.evidence.values import WebArchiveReport

MOST_MEMBERS = 10_000
MOST_UNPACKED = 64 << 30
LARGEST_LIST = 32 << 20
CHUNK = 1 << 20
_WARC_ERRORS = (
    ArchiveLoadFailed,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
)


def check_warc(file: BinaryIO) -> WebArchiveReport:
    """Read every record of a WARC or ARC file (gzip or plain) and hold its body against its digests."""
    records, pages, faults = 0, list[str](), list[str]()
    try:
        for record in ArchiveIterator(file, arc2warc=True, check_digests=True):
            records += 1
            target = clean(record.rec_headers.get_header("WARC-Target-URI") or "")
            _read_through(record)
            faults += _digest_faults(record, records)
            if record.rec_type == "response" and "html" in _content_type(record) and len(pages) < 1000:
                pages.append(target)
    except _WARC_ERRORS as error:
        faults.append(
            f"record {records + 1} cannot be read: {clean(str(error))[:160] or type(error).__name__}"
        )
    if records == 0 and not faults:
        faults.append("it holds no record")
    return WebArchiveReport(records, tuple(dict.fromkeys(pages)), tuple(faults))


def check_wacz(path: Path) -> WebArchiveReport:
    """Hold every member of a WACZ against its own list of hashes, and read every WARC inside."""
    faults, records, pages, signed_by = list[str](), 0, list[str](), None
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive)
            listed = _resources(archive)
            signed_by = _signer(archive)
            faults += _member_faults(archive, listed)
            for name in sorted(n for n in archive.namelist() if n.startswith("archive/") and ".warc" in n):
                with archive.open(name) as member:
                    found = check_warc(member)  # type: ignore[arg-type]  # a ZipExtFile reads like a BinaryIO
                records += found.records
                pages += found.pages
                faults += [f"{clean(name)}: {fault}" for fault in found.faults]
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        faults.append(f"it cannot be read as a WACZ: {clean(str(error))[:160] or type(error).__name__}")
    except InvalidFile as error:
        faults.append(str(error))
    return WebArchiveReport(records, tuple(dict.fromkeys(pages)), tuple(faults), signed_by)


def check_web_archive(path: Path, media_type: str) -> WebArchiveReport:
    """Check a WARC, ARC or WACZ file."""
    if media_type == "application/x-wacz":
        return check_wacz(path)
    with path.open("rb") as file:
        return check_warc(file)


def _read_through(record: Any) -> None:
    while record.raw_stream.read(CHUNK):
        pass


def _digest_faults(record: Any, number: int) -> Iterator[str]:
    length = record.rec_headers.get_header("Content-Length")
    left = getattr(record.raw_stream, "limit", 0)
    if length is not None and left:
        yield f"record {number} is cut: {left} of {length} bytes are missing"
    elif record.digest_checker is not None and record.digest_checker.passed is False:
        problems = "; ".join(clean(str(problem))[:120] for problem in record.digest_checker.problems)
        yield f"record {number} does not fit its digest: {problems}"


def _content_type(record: Any) -> str:
    return (record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise InvalidFile(f"it unpacks to {len(members)} members of {unpacked} bytes, more than is read")


def _resources(archive: zipfile.ZipFile) -> dict[str, tuple[str, int | None]]:
    """Read the list of members from datapackage.json, itself held against datapackage-digest.json where
    there is one.
    """
    if "datapackage.json" not in archive.NameToInfo:
        raise InvalidFile("it has no datapackage.json, so nothing says what it must hold")
    content = _short(archive, "datapackage.json")
    if "datapackage-digest.json" in archive.NameToInfo:
        stated = json.loads(_short(archive, "datapackage-digest.json")).get("hash")
        if not _fits(stated, content):
            raise InvalidFile("datapackage.json does not fit the hash in datapackage-digest.json")
    listed = json.loads(content).get("resources")
    if not isinstance(listed, list) or not listed:
        raise InvalidFile("its datapackage.json lists no resources")
    return {str(one["path"]): _stated(one) for one in listed}


def _stated(resource: dict[str, Any]) -> tuple[str, int | None]:
    """Read a member's hash and length, as WACZ 1.1 writes them or as its forerunners did."""
    older = resource.get("stats", {})
    digest = str(resource.get("hash") or older.get("hash", ""))
    if ":" not in digest:
        digest = f"{resource.get('hashing', 'sha256')}:{digest}"
    return digest, resource.get("bytes", older.get("bytes"))


def _signer(archive: zipfile.ZipFile) -> str | None:
    """Check the signature over datapackage.json's hash (WACZ signing 0.1); None when it is not signed by a
    domain.
    """
    if "datapackage-digest.json" not in archive.NameToInfo:
        return None
    signed = json.loads(_short(archive, "datapackage-digest.json")).get("signedData") or {}
    if not _fits(signed.get("hash"), _short(archive, "datapackage.json")):
        if not signed:
            return None
        raise InvalidFile("the signed hash is not that of datapackage.json")
    if "domainCert" not in signed:
        return None
    try:
        certificate = x509.load_pem_x509_certificates(str(signed["domainCert"]).encode())[0]
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise InvalidFile("it is signed with a kind of key that WACZ signing does not use")
        key.verify(b64decode(signed["signature"]), str(signed["hash"]).encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise InvalidFile("its signature does not fit") from error
    return clean(f"{signed.get('domain')}, certificate by {certificate.issuer.rfc4514_string()}")


def _member_faults(archive: zipfile.ZipFile, listed: dict[str, tuple[str, int | None]]) -> Iterator[str]:
    present = {name for name in archive.namelist() if not name.endswith("/")}
    for name, (stated, size) in sorted(listed.items()):
        if name not in present:
            yield f"{clean(name)} is listed and missing"
            continue
        digest, length = _digest_of(archive, name, stated.partition(":")[0] or "sha256")
        if size is not None and size != length:
            yield f"{clean(name)} has {length} bytes, {size} are listed"
        elif digest != stated:
            yield f"{clean(name)} does not fit its hash"
    for name in sorted(present - set(listed) - {"datapackage.json", "datapackage-digest.json"}):
        yield f"{clean(name)} is there and not listed"


def _digest_of(archive: zipfile.ZipFile, name: str, algorithm: str) -> tuple[str, int]:
    if algorithm not in ("sha256", "md5", "sha1", "sha512"):
        raise InvalidFile(f"{clean(name)} is listed with the unknown hash {clean(algorithm)[:20]}")
    digest, length = hashlib.new(algorithm, usedforsecurity=False), 0
    with archive.open(name) as member:
        while piece := member.read(CHUNK):
            digest.update(piece)
            length += len(piece)
    return f"{algorithm}:{digest.hexdigest()}", length


def _short(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        content = member.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise InvalidFile(f"{name} unpacks to more than {LARGEST_LIST} bytes")
    return content


def _fits(stated: object, content: bytes) -> bool:
    algorithm, _, wanted = str(stated).partition(":")
    return algorithm == "sha256" and hashlib.sha256(content).hexdigest() == wanted
