"""What a picture says of itself: EXIF, GPS and XMP, read with Pillow; pixels are never decoded here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageFile

from tawthiq.domain.errors import InvalidFile
from tawthiq.evidence.texts import bounded_tags, clean
from tawthiq.evidence.values import Claims

MOST_PIXELS = 300_000_000
_EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # size is judged by `open_picture`, before a pixel is decoded


def read_claims(path: Path) -> Claims:
    """Read what a picture says of itself. Raises InvalidFile, saying why, when it cannot be read as a
    picture.
    """
    with _opened(path) as picture:
        exif = picture.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        xmp = dict(_flat_xmp(_xmp(picture)))
        latitude, longitude = position(gps)
        base, tags = ExifTags.Base, dict(_named(exif, detail, gps))
        return Claims(
            taken_local=exif_time(detail.get(base.DateTimeOriginal) or detail.get(base.DateTimeDigitized)),
            taken_offset=_offset(detail.get(base.OffsetTimeOriginal) or detail.get(base.OffsetTimeDigitized)),
            gps_time=_gps_time(gps),
            modified=exif_time(exif.get(base.DateTime)) or xmp.get("ModifyDate"),
            latitude=latitude,
            longitude=longitude,
            altitude=_altitude(gps),
            device=_device(_joined(exif.get(base.Make)), _joined(exif.get(base.Model))),
            software=_software(exif.get(base.Software), xmp),
            author=_joined(exif.get(base.Artist)) or xmp.get("creator"),
            title=_joined(exif.get(base.ImageDescription)) or xmp.get("title"),
            width=picture.width,
            height=picture.height,
            pages=getattr(picture, "n_frames", None),
            tags=bounded_tags({**tags, **{f"XMP {name}": value for name, value in xmp.items()}}),
        )


def open_picture(path: Path) -> Image.Image:
    """Open a picture for decoding; refuse one too large to decode, naming its size."""
    picture = _opened(path)
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        raise InvalidFile(
            f"the picture is {picture.width} × {picture.height} pixels, {pixels} in all; "
            f"at most {MOST_PIXELS} are decoded"
        )
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # a cut picture still shows what it shows
    return picture


def exif_time(text: object) -> str | None:
    """Turn an EXIF time into ISO 8601 as stated; None when there is none or its clock was never set."""
    match = _EXIF_TIME.search(str(text or ""))
    if match is None or match[1] == "0000" or match[2] == "00":
        return None
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Turn EXIF degrees, minutes and seconds into signed degrees; None unless both are there and possible."""
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


def _opened(path: Path) -> Image.Image:
    try:
        return Image.open(path)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError) as error:
        raise InvalidFile(f"it cannot be read as a picture: {type(error).__name__}") from error


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in (*parts, 0, 0)[:3])
        value = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if value != value:
        return None
    return round(-value if str(reference).strip("\0 ").upper() == negative else value, 7)


def _altitude(gps: Mapping[int, Any]) -> float | None:
    try:
        metres = float(gps[ExifTags.GPS.GPSAltitude])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    below = gps.get(ExifTags.GPS.GPSAltitudeRef) in (b"\x01", 1)
    return None if metres != metres else round(-metres if below else metres, 2)


def _gps_time(gps: Mapping[int, Any]) -> str | None:
    try:
        hour, minute, second = (int(float(part)) for part in gps[ExifTags.GPS.GPSTimeStamp])
        day = str(gps[ExifTags.GPS.GPSDateStamp]).strip("\0 ").replace(":", "-")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return f"{day}T{hour:02}:{minute:02}:{second:02}Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None


def _offset(text: object) -> str | None:
    match = _OFFSET.fullmatch(str(text or "").strip("\0 "))
    return None if match is None else match[0].replace("Z", "+00:00")


def _software(stated: object, xmp: Mapping[str, str]) -> tuple[str, ...]:
    named = [
        _joined(stated),
        *(value for key, value in xmp.items() if key.endswith(("CreatorTool", "softwareAgent"))),
    ]
    return tuple(dict.fromkeys(name for name in named if name))


def _device(make: str | None, model: str | None) -> str | None:
    return model if make is None or (model or "").startswith(make) else _joined(make, model)


def _joined(*parts: object) -> str | None:
    return clean(" ".join(str(part) for part in parts if part)) or None


def _named(exif: Mapping[int, Any], *folders: Mapping[int, Any]) -> Iterator[tuple[str, str]]:
    names = ({**ExifTags.TAGS}, {**ExifTags.TAGS}, {**ExifTags.GPSTAGS})
    for label, table, values in zip(("EXIF", "EXIF", "GPS"), names, (exif, *folders), strict=True):
        for tag, value in values.items():
            if not isinstance(value, bytes) or len(value) < 64:
                yield f"{label} {table.get(tag, hex(tag))}", clean(str(value))


def _xmp(picture: Image.Image) -> dict[str, Any]:
    try:
        return dict(picture.getxmp())
    except (ValueError, SyntaxError, KeyError, TypeError):
        return {"unreadable": "the XMP packet is not well-formed"}


def _flat_xmp(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the leaves of an XMP packet under the name that holds them, lists and language choices seen
    through.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            is_wrapper = key in ("RDF", "Description", "Alt", "Bag", "Seq", "li", "text", "xmpmeta", "lang")
            yield from _flat_xmp(inner, name if is_wrapper else key)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _flat_xmp(inner, name)
    elif name and str(value).strip():
        yield name, clean(str(value))
