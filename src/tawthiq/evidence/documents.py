"""What a document says of itself: PDF, Office (new and old) and OpenDocument properties."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import olefile
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tawthiq.domain.errors import InvalidFile
from tawthiq.evidence.texts import bounded_tags, clean
from tawthiq.evidence.values import Claims

LARGEST_PART = 8 << 20
PROPERTY_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_PDF_ERRORS = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    OSError,
)


def read_claims(path: Path, media_type: str) -> Claims | None:
    """Read the properties a document carries; None for a type that carries none. Raises InvalidFile, saying
    why.
    """
    if media_type == "application/pdf":
        return _pdf(path)
    if media_type.startswith(("application/vnd.openxml", "application/vnd.oasis")):
        return _zipped(path)
    if media_type in ("application/msword", "application/x-ole-storage") or ".ms-" in media_type:
        return _ole(path)
    return None


def pdf_time(text: str) -> tuple[str | None, str | None]:
    """Turn a PDF time (`D:20190722083500+03'00'`) into ISO 8601 as stated and its offset."""
    match = _PDF_TIME.match(text)
    if match is None or match[2] is None or match[3] is None:
        return None, None
    year, month, day, hour, minute, second = (part or "00" for part in match.groups()[:6])
    offset = "+00:00" if match[7] else f"{match[8]}{match[9]}:{match[10] or '00'}" if match[8] else None
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}", offset


def _pdf(path: Path) -> Claims:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InvalidFile("the PDF is locked with a password")
        stated = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
        pages = len(reader.pages)
    except _PDF_ERRORS as error:
        if isinstance(error, InvalidFile):
            raise
        raise InvalidFile(f"it cannot be read as a PDF: {type(error).__name__}") from error
    created, offset = pdf_time(stated.get("CreationDate", ""))
    return _claims(
        stated,
        taken=(created, offset),
        modified=pdf_time(stated.get("ModDate", ""))[0],
        software=(stated.get("Creator"), stated.get("Producer")),
        author=stated.get("Author"),
        title=stated.get("Title"),
        pages=pages,
    )


def _zipped(path: Path) -> Claims:
    stated: dict[str, str] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for part in PROPERTY_PARTS:
                if part in archive.NameToInfo:
                    stated |= _leaves(_bounded(archive, part))
    except (
        zipfile.BadZipFile,
        DefusedXmlException,
        SyntaxError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise InvalidFile(f"its properties cannot be read: {type(error).__name__}") from error
    created = stated.get("created") or stated.get("creation-date") or ""
    pages = stated.get("Pages", "")
    return _claims(
        stated,
        taken=(created[:19] or None, "+00:00" if created.endswith("Z") else None),
        modified=stated.get("modified") or stated.get("date"),
        software=(stated.get("Application") or stated.get("generator"), stated.get("AppVersion")),
        author=stated.get("creator") or stated.get("initial-creator"),
        title=stated.get("title"),
        pages=int(pages) if pages.isdigit() and len(pages) < 7 else None,
    )


def _ole(path: Path) -> Claims:
    try:
        with olefile.OleFileIO(path) as container:
            found = container.get_metadata()
            stated = {
                name: _plain(getattr(found, name)) for name in found.SUMMARY_ATTRIBS + found.DOCSUM_ATTRIBS
            }
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidFile(f"its properties cannot be read: {type(error).__name__}") from error
    stated = {name: value for name, value in stated.items() if value}
    created = stated.get("create_time", "")
    return _claims(
        stated,
        taken=(created[:19].replace(" ", "T") or None, "+00:00" if created else None),
        modified=stated.get("last_saved_time"),
        software=(stated.get("creating_application"),),
        author=stated.get("author"),
        title=stated.get("title"),
        pages=int(stated["num_pages"]) if stated.get("num_pages", "").isdigit() else None,
    )


def _claims(
    stated: Mapping[str, str],
    *,
    taken: tuple[str | None, str | None],
    modified: str | None,
    software: tuple[str | None, ...],
    author: str | None,
    title: str | None,
    pages: int | None,
) -> Claims:
    return Claims(
        taken_local=taken[0],
        taken_offset=taken[1],
        modified=modified,
        software=tuple(dict.fromkeys(clean(name) for name in software if name)),
        author=clean(author or "") or None,
        title=clean(title or "") or None,
        pages=pages,
        tags=bounded_tags(dict(stated)),
    )


def _bounded(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise InvalidFile(f"its property part {part} unpacks to more than {LARGEST_PART} bytes")
    return content


def _leaves(content: bytes) -> dict[str, str]:
    found = fromstring(content).iter()
    return {
        leaf.tag.rpartition("}")[2]: clean(leaf.text) for leaf in found if leaf.text and leaf.text.strip()
    }


def _plain(value: Any) -> str:
    return clean(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)
    )
