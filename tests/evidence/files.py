"""Files to analyse, made here: honest ones with known metadata, and hostile ones."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational


def scene(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Draw a picture with enough structure to have a telling hash."""
    choice = random.Random(seed)
    picture = Image.new("RGB", size, (90, 120, 160))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = choice.randrange(size[0]), choice.randrange(size[1])
        wide, high = choice.randrange(10, size[0] // 3), choice.randrange(10, size[1] // 3)
        colour = (choice.randrange(256), choice.randrange(256), choice.randrange(256))
        draw.rectangle((x, y, x + wide, y + high), fill=colour)
    return picture


def photograph(path: Path, *, seed: int = 1) -> Path:
    """Write a JPEG with EXIF and GPS: 22 July 2019, 08:35 at +03:00, in a market square of Idlib
    governorate.
    """
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Testmaker", "Testmaker One", "Snapseed 2.19"
    exif[0x0132] = "2019:07:22 10:00:00"
    exif.get_ifd(0x8769).update({0x9003: "2019:07:22 08:35:10", 0x9011: "+03:00"})
    exif.get_ifd(0x8825).update(
        {
            1: "N",
            2: (IFDRational(35), IFDRational(38), IFDRational(4212, 100)),
            3: "E",
            4: (IFDRational(36), IFDRational(40), IFDRational(1812, 100)),
            7: (IFDRational(5), IFDRational(35), IFDRational(10)),
            29: "2019:07:22",
        }
    )
    scene(seed).save(path, exif=exif, quality=90)
    return path


def film(path: Path, *, seconds: int = 4, rate: int = 10) -> Path:
    """Write a film whose scene changes every second, with Apple's time and place."""
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["com.apple.quicktime.creationdate"] = "2019-07-22T08:35:00+0300"
        container.metadata["com.apple.quicktime.location.ISO6709"] = "+35.6450+036.6717+400.0/"
        container.metadata["com.apple.quicktime.model"] = "Testphone 3"
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        stream.codec_context.gop_size = rate
        stream.codec_context.time_base = Fraction(1, rate)
        for number in range(seconds * rate):
            picture = np.asarray(scene(number // rate, (320, 240)))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def pdf(path: Path) -> Path:
    """Write a one-page PDF with properties, by hand."""
    info = b"<< /Title (A list of names) /Author (An Office) /Producer (Testwriter 2) /CreationDate "
    info += b"(D:20190722083500+03'00') >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        info,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    path.write_bytes(out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer)
    return path


CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>كشف</dc:title><dc:creator>An Office</dc:creator>"
    "<dcterms:created>2019-07-22T05:35:00Z</dcterms:created></cp:coreProperties>"
)


def docx(path: Path, core: str = CORE) -> Path:
    """Write the bones of a Word file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("docProps/core.xml", core)
    return path


def giant_png() -> bytes:
    """Make a PNG that says it is 250,000 × 200,000 pixels (50 gigapixels) in 100 bytes or so."""
    header = struct.pack(">IIBBBBB", 250_000, 200_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b""))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def zip_bomb() -> bytes:
    """Make a Word file of a few hundred kilobytes whose properties unpack to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("docProps/core.xml", b"<a>" + bytes(300 << 20))
    return out.getvalue()


def laughing_docx() -> bytes:
    """Make a Word file whose properties are a billion laughs (entities that multiply)."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    core = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><x>&l9;</x>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("docProps/core.xml", core)
    return out.getvalue()


def broken_mp4(whole: bytes) -> bytes:
    """Overwrite box lengths within a film: a box larger than the file, one of length 0, one nested in
    itself.
    """
    out = bytearray(whole)
    for mark, length in ((b"moov", 0x7FFFFFFF), (b"trak", 0), (b"stbl", 1), (b"stsz", 0xFFFFFFFF)):
        place = out.find(mark)
        if place >= 4:
            out[place - 4 : place] = struct.pack(">I", length)
    return bytes(out)


def polyglot(jpeg: bytes) -> bytes:
    """Append a ZIP with a page to a photograph: it opens as either."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return jpeg + out.getvalue()


def gzip_bomb() -> bytes:
    """Make a WARC of 300 MB of nothing in 300 kB."""
    return gzip.compress(
        b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 300000000\r\n\r\n" + bytes(300_000_000)
    )
