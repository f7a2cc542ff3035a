"""Take the pictures that a report's text shows: only files of its folder, of kinds that every format can hold."""

from __future__ import annotations

import struct
from typing import Final
from urllib.parse import unquote

from tawthiq.reports.edition import Edition
from tawthiq.reports.tree import Node, image, plain_text

_LARGEST: Final = 20_000_000
_WIDEST: Final = 680.0
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def add_picture(node: Node, edition: Edition) -> Node:
    """Read the picture that an image of the text names and keep it as a drawing."""
    attributes, inlines, (target, _) = node["c"]
    place = edition.source.place_of(target)
    alt = dict(attributes[2]).get("alt") or plain_text(inlines)
    name = unquote(target)[:80]
    if not alt.strip():
        raise place.error(
            f"The picture '{name}' has no text alternative. Describe it: ![what it shows]({name})."
        )
    folder = edition.source.folder.resolve()
    path = (folder / unquote(target)).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise place.error(f"The picture '{name}' is no file of the report's folder. Put it there.")
    content = path.read_bytes()
    kind = next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), None)
    if kind is None or len(content) > _LARGEST:
        raise place.error(
            f"The picture '{name}' is not a PNG or JPEG of at most {_LARGEST // 1_000_000} MB. Convert it."
        )
    width, height = _size(content, kind)
    scale = min(1.0, _WIDEST / width) if width else 1.0
    return image(
        edition.add_drawing(content, kind, alt, width * scale, height * scale), alt, ["drawing", "picture"]
    )


def _size(content: bytes, kind: str) -> tuple[float, float]:
    if kind == "png" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return float(width), float(height)
    at = 2
    while at + 9 < len(content):  # the frames of a JPEG, up to the one that states the size
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2, 0xC3):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return float(width), float(height)
        at += 2 + length
    return _WIDEST, _WIDEST * 0.66
