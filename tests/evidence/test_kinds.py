"""The type of a file is what its content says, whatever it is called."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tawthiq.evidence.kinds import kind_of, kind_of_file
from tawthiq.evidence.texts import LONGEST_NAME, clean, safe_name
from tawthiq.evidence.values import Family, Kind


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 100, 50)).save(out, form)
    return out.getvalue()


def zipped(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(
                member, "application/vnd.oasis.opendocument.text" if member == "mimetype" else "x"
            )
    return out.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
KNOWN: list[tuple[bytes, str, Family]] = [
    (picture("JPEG"), "image/jpeg", Family.PICTURE),
    (picture("PNG"), "image/png", Family.PICTURE),
    (picture("GIF"), "image/gif", Family.PICTURE),
    (picture("WEBP"), "image/webp", Family.PICTURE),
    (picture("TIFF"), "image/tiff", Family.PICTURE),
    (picture("BMP"), "image/bmp", Family.PICTURE),
    (picture("AVIF"), "image/avif", Family.PICTURE),
    (b"\0\0\0\x20ftypheic\0\0\0\0mif1heic", "image/heic", Family.PICTURE),
    (b"\0\0\0\x20ftypmif1\0\0\0\0mif1heic", "image/heic", Family.PICTURE),
    (b"\0\0\0\x20ftypisom\0\0\0\0", "video/mp4", Family.VIDEO),
    (b"\0\0\0\x20ftypqt  \0\0\0\0", "video/quicktime", Family.VIDEO),
    (b"\0\0\0\x18ftyp3gp4\0\0\0\0", "video/3gpp", Family.VIDEO),
    (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4", Family.AUDIO),
    (b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "video/webm", Family.VIDEO),
    (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", Family.AUDIO),
    (b"OggS" + bytes(24) + b"OpusHead", "audio/ogg", Family.AUDIO),
    (b"#!AMR\n", "audio/amr", Family.AUDIO),
    (b"\xff\xfb\x90\x64" + bytes(400), "audio/mpeg", Family.AUDIO),
    (b"%PDF-1.7\n", "application/pdf", Family.DOCUMENT),
    (
        zipped("[Content_Types].xml", "word/document.xml"),
        OFFICE + "wordprocessingml.document",
        Family.DOCUMENT,
    ),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet", Family.DOCUMENT),
    (zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text", Family.DOCUMENT),
    (zipped("datapackage.json", "archive/a.warc.gz"), "application/x-wacz", Family.WEB_ARCHIVE),
    (zipped("a.txt"), "application/zip", Family.ARCHIVE),
    (zipped(), "application/zip", Family.ARCHIVE),
    (b"WARC/1.0\r\nWARC-Type: warcinfo", "application/warc", Family.WEB_ARCHIVE),
    (gzip.compress(b"WARC/1.1\r\n"), "application/warc+gzip", Family.WEB_ARCHIVE),
    (gzip.compress(b"anything"), "application/gzip", Family.ARCHIVE),
    ("شهادة من السوق\n".encode(), "text/plain", Family.TEXT),
    (b'\xef\xbb\xbf{"a": 1}', "application/json", Family.TEXT),
    (b"  <!DOCTYPE html><html>", "text/html", Family.DOCUMENT),
    (b"From: a@b.org\nSubject: x\nMessage-ID: <1@b>\n\nbody", "message/rfc822", Family.DOCUMENT),
    (b"BM is how this text begins, it is no bitmap at all", "text/plain", Family.TEXT),
    (b"", "application/x-empty", Family.EMPTY),
    (bytes(range(256)), "application/octet-stream", Family.UNKNOWN),
]


@pytest.mark.parametrize(
    ("content", "media_type", "family"), KNOWN, ids=[k[1] + str(n) for n, k in enumerate(KNOWN)]
)
def test_every_known_type_is_told(content: bytes, media_type: str, family: Family) -> None:
    assert kind_of_file(io.BytesIO(content)) == Kind(media_type, family)


@pytest.mark.parametrize(
    ("content", "also"),
    [
        (picture("JPEG") + zipped("a.html"), "application/zip"),
        (b"GIF89a<script>alert(1)</script>", "text/html"),
        (b"some words first\n%PDF-1.4\n", "application/pdf"),
    ],
)
def test_what_can_be_read_as_two_types_is_named_as_both(content: bytes, also: str) -> None:
    assert kind_of_file(io.BytesIO(content)).also == (also,)


def test_a_large_zip_is_told_by_its_end() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("aaa.bin", bytes(300_000))
        archive.writestr("word/document.xml", "x")
    out.seek(0)
    assert kind_of_file(out).media_type == OFFICE + "wordprocessingml.document"


@given(st.binary(max_size=600), st.binary(max_size=600))
def test_no_content_raises(head: bytes, tail: bytes) -> None:
    for start in (
        b"",
        b"PK\3\4",
        b"\x1f\x8b\x08",
        b"\0\0\0\x20ftyp",
        b"RIFF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        assert kind_of(start + head, tail).media_type


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\x\\film.mp4": "film.mp4",
    "gnp\u202egpj.exe": "gnpgpj.exe",
    "اسم الملف.jpg": "اسم الملف.jpg",
    "a\nb\0c.txt": "a bc.txt",
    "..": "unnamed",
    "": "unnamed",
    'a<b>"c|d?e*.jpg': "a_b__c_d_e_.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_made_safe_and_stay_readable(name: str) -> None:
    assert safe_name(name) == NAMES[name]


@given(st.text(max_size=400))
def test_a_safe_name_never_leads_out_or_hides_anything(name: str) -> None:
    safe = safe_name(name)
    assert safe and len(safe) <= LONGEST_NAME and not set(safe) & set('/\\\0\n\r:<>"|?*\u202e\u2066')
    assert not safe.startswith(".") and clean(safe) == safe
