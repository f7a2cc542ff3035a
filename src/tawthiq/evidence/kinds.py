"""The real type of a file, by its content and never by its name; needs its first and last bytes only."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from tawthiq.evidence.values import Family, Kind

HEAD_BYTES = 64 << 10
TAIL_BYTES = 128 << 10

P, V, A, D, W, Z, T = (
    Family.PICTURE,
    Family.VIDEO,
    Family.AUDIO,
    Family.DOCUMENT,
    Family.WEB_ARCHIVE,
    Family.ARCHIVE,
    Family.TEXT,
)

# offset, bytes there, media type, family: the first row that fits decides
SIGNATURES: tuple[tuple[int, bytes, str, Family], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg", P),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", P),
    (0, b"GIF87a", "image/gif", P),
    (0, b"GIF89a", "image/gif", P),
    (0, b"II*\0", "image/tiff", P),
    (0, b"MM\0*", "image/tiff", P),
    (0, b"II+\0", "image/tiff", P),
    (0, b"\0\0\x01\0", "image/vnd.microsoft.icon", P),
    (0, b"8BPS", "image/vnd.adobe.photoshop", P),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl", P),
    (0, b"\xff\x0a", "image/jxl", P),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2", P),
    (0, b"FLV\x01", "video/x-flv", V),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf", V),
    (0, b"\0\0\x01\xba", "video/mpeg", V),
    (0, b"\0\0\x01\xb3", "video/mpeg", V),
    (0, b"ID3", "audio/mpeg", A),
    (0, b"fLaC", "audio/flac", A),
    (0, b"#!AMR", "audio/amr", A),
    (0, b"caff", "audio/x-caf", A),
    (0, b"%PDF-", "application/pdf", D),
    (0, b"{\\rtf", "application/rtf", D),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", D),
    (0, b"WARC/", "application/warc", W),
    (0, b"filedesc://", "application/x-arc", W),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", Z),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", Z),
    (0, b"\xfd7zXZ\0", "application/x-xz", Z),
    (0, b"BZh", "application/x-bzip2", Z),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd", Z),
    (257, b"ustar", "application/x-tar", Z),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3", Family.UNKNOWN),
    (0, b"\x7fELF", "application/x-executable", Family.UNKNOWN),
    (0, b"MZ", "application/vnd.microsoft.portable-executable", Family.UNKNOWN),
)
# brand after `ftyp` (ISO 14496-12), by prefix
BRANDS: tuple[tuple[bytes, str, Family], ...] = (
    (b"avi", "image/avif", P),
    (b"hei", "image/heic", P),
    (b"hev", "image/heic", P),
    (b"mif1", "image/heif", P),
    (b"msf1", "image/heif", P),
    (b"qt  ", "video/quicktime", V),
    (b"3g2", "video/3gpp2", V),
    (b"3g", "video/3gpp", V),
    (b"M4A", "audio/mp4", A),
    (b"M4B", "audio/mp4", A),
    (b"", "video/mp4", V),
)
RIFF = {
    b"WEBP": ("image/webp", P),
    b"AVI ": ("video/x-msvideo", V),
    b"WAVE": ("audio/wav", A),
}
OFFICE = "application/vnd.openxmlformats-officedocument."
# a member's name, or its beginning, that tells what a ZIP file is
ZIP_MEMBERS: tuple[tuple[bytes, str, Family], ...] = (
    (b"word/", OFFICE + "wordprocessingml.document", D),
    (b"xl/", OFFICE + "spreadsheetml.sheet", D),
    (b"ppt/", OFFICE + "presentationml.presentation", D),
    (b"datapackage.json", "application/x-wacz", W),
    (b"AndroidManifest.xml", "application/vnd.android.package-archive", Z),
    (b"doc.kml", "application/vnd.google-earth.kmz", Z),
    (b"META-INF/MANIFEST.MF", "application/java-archive", Z),
)
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
)
# what text begins with, after blanks, in lower case
TEXT_STARTS: tuple[tuple[bytes, str, Family], ...] = (
    (b"<!doctype html", "text/html", D),
    (b"<html", "text/html", D),
    (b"<svg", "image/svg+xml", D),
    (b"<?xml", "application/xml", T),
    (b"begin:vcard", "text/vcard", T),
    (b"begin:vcalendar", "text/calendar", T),
)
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_FIELDS = (b"from:", b"received:", b"message-id:", b"mime-version:", b"return-path:", b"delivered-to:")
UNKNOWN = Kind("application/octet-stream", Family.UNKNOWN)


def kind_of_file(file: BinaryIO) -> Kind:
    """Tell the type of an open, seekable file."""
    head = file.read(HEAD_BYTES)
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL_BYTES))
    return kind_of(head, file.read(TAIL_BYTES))


def kind_of(head: bytes, tail: bytes) -> Kind:
    """Tell the type from a file's first and last bytes (which may overlap). Never raises."""
    if not head:
        return Kind("application/x-empty", Family.EMPTY)
    media_type, family = _by_signature(head, tail) or _as_text(head) or (UNKNOWN.media_type, UNKNOWN.family)
    also = tuple(other for other in _other_readings(head, tail) if other != media_type)
    if family in (Family.WEB_ARCHIVE, Family.DOCUMENT, Family.ARCHIVE) and head.startswith(b"PK"):
        also = tuple(other for other in also if other != "application/zip")
    return Kind(media_type, family, also)


def _by_signature(head: bytes, tail: bytes) -> tuple[str, Family] | None:
    for offset, mark, media_type, family in SIGNATURES:
        if head.startswith(mark, offset):
            return (
                (_ole(head, tail), family)
                if media_type == "application/x-ole-storage"
                else (media_type, family)
            )
    for test in (_riff, _iso_media, _matroska, _ogg, _mpeg, _bitmap, _gzip):
        if found := test(head):
            return found
    return _zip(head, tail) if head.startswith((b"PK\3\4", b"PK\5\6")) else None


def _riff(head: bytes) -> tuple[str, Family] | None:
    return RIFF.get(head[8:12]) if head.startswith((b"RIFF", b"RIFX")) else None


def _iso_media(head: bytes) -> tuple[str, Family] | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        length = int.from_bytes(head[:4], "big")
        if brand in (b"mif1", b"msf1"):  # a general brand: the compatible ones are more telling
            compatible = {head[i : i + 4] for i in range(16, min(length, 256), 4)}
            brand = next((b for b in (b"avif", b"avis", b"heic", b"heix", b"hevc") if b in compatible), brand)
        return next((media_type, family) for start, media_type, family in BRANDS if brand.startswith(start))
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        return "video/quicktime", Family.VIDEO
    return None


def _matroska(head: bytes) -> tuple[str, Family] | None:
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return ("video/webm" if b"webm" in head[:64] else "video/x-matroska"), Family.VIDEO
    return None


def _ogg(head: bytes) -> tuple[str, Family] | None:
    if head.startswith(b"OggS"):
        return ("video/ogg", Family.VIDEO) if b"\x80theora" in head[:4096] else ("audio/ogg", Family.AUDIO)
    return None


def _mpeg(head: bytes) -> tuple[str, Family] | None:
    if len(head) > 188 * 3 and all(head[188 * i] == 0x47 for i in range(4)):
        return "video/mp2t", Family.VIDEO
    if len(head) > 4 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08:
        layer, rate = head[1] & 0x06, head[2] >> 4
        if layer == 0 and head[1] & 0xF6 == 0xF0:
            return "audio/aac", Family.AUDIO
        if layer and rate != 0xF and head[2] & 0x0C != 0x0C:
            return "audio/mpeg", Family.AUDIO
    return None


def _bitmap(head: bytes) -> tuple[str, Family] | None:
    """BM and a header length that bitmaps have: two letters alone would take in any text."""
    lengths = {12, 40, 52, 56, 64, 108, 124}
    is_bitmap = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in lengths
    return ("image/bmp", Family.PICTURE) if is_bitmap else None


def _gzip(head: bytes) -> tuple[str, Family] | None:
    if not head.startswith(b"\x1f\x8b\x08"):
        return None
    try:
        inside = zlib.decompressobj(wbits=31).decompress(head, 512)
    except zlib.error:
        inside = b""
    if inside.startswith(b"WARC/"):
        return "application/warc+gzip", Family.WEB_ARCHIVE
    if inside.startswith(b"filedesc://"):
        return "application/x-arc+gzip", Family.WEB_ARCHIVE
    return "application/gzip", Family.ARCHIVE


def _zip(head: bytes, tail: bytes) -> tuple[str, Family]:
    names = [*_names(head, b"PK\3\4", 26, 30), *_names(tail, b"PK\1\2", 28, 46)]
    if names and names[0] == b"mimetype":
        stated = re.match(rb"[a-z]+/[a-z0-9.+-]{1,80}", head[30 + len(b"mimetype") :])
        if stated and stated[0].startswith((b"application/vnd.oasis.opendocument.", b"application/epub+zip")):
            return stated[0].removesuffix(b"PK").decode(), Family.DOCUMENT
    for start, media_type, family in ZIP_MEMBERS:
        if any(name.startswith(start) for name in names):
            return media_type, family
    return "application/zip", Family.ARCHIVE


def _names(content: bytes, mark: bytes, length_at: int, name_at: int) -> Iterator[bytes]:
    place = content.find(mark)
    while place >= 0:
        length = int.from_bytes(content[place + length_at : place + length_at + 2], "little")
        yield content[place + name_at : place + name_at + length]
        place = content.find(mark, place + 4)


def _ole(head: bytes, tail: bytes) -> str:
    for name, media_type in OLE_STREAMS:
        if (wanted := name.encode("utf-16-le")) in head or wanted in tail:
            return media_type
    return "application/x-ole-storage"


def _as_text(head: bytes) -> tuple[str, Family] | None:
    sample = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0\0" not in head[:512]:
        return "text/plain", Family.TEXT
    if b"\0" in sample:
        return None
    start = sample.lstrip().lower()
    for mark, media_type, family in TEXT_STARTS:
        if start.startswith(mark):
            return ("image/svg+xml", D) if b"<svg" in start[:2048] else (media_type, family)
    if _MAIL.match(sample.replace(b"\r\n", b"\n")) and any(f in start[:4096] for f in _MAIL_FIELDS):
        return "message/rfc822", Family.DOCUMENT
    if any(byte < 9 or 13 < byte < 27 for byte in sample[:4096]):
        return None
    return ("application/json" if start[:1] in (b"{", b"[") and _looks_json(start) else "text/plain"), T


def _looks_json(start: bytes) -> bool:
    return re.match(rb'\{\s*("|\})|\[\s*(\[|\{|"|\]|-?\d|true|false|null)', start) is not None


def _other_readings(head: bytes, tail: bytes) -> Iterator[str]:
    """Name other types the same bytes can be read as: readers that look at the end, or past junk at the
    start.
    """
    if b"PK\5\6" in tail[-65_557:] and not head.startswith(b"PK"):
        yield "application/zip"
    if head.find(b"%PDF-", 0, 1024) > 0:
        yield "application/pdf"
    if head.startswith((b"\xff\xd8\xff", b"GIF8", b"\x89PNG", b"BM")) and re.search(
        rb"(?i)<script|<\?php", head
    ):
        yield "text/html"
