"""Give out bytes that nobody has vouched for: shown only as picture, film or sound, never run, never as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.http import StreamingHttpResponse

SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif",
        "image/bmp": "bmp", "video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov", "video/3gpp": "3gp",
        "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav", "audio/ogg": "ogg", "audio/flac": "flac",
        "video/ogg": "ogv", "audio/amr": "amr",
    }
)  # fmt: skip
"""What a browser may show in place, by the type that the content has, with the ending of its name."""

KEPT_APART: Mapping[str, str] = MappingProxyType({"application/pdf": "pdf"})
"""Said with its own type, and saved beside the browser: a document may hold programs of its own."""

SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self' data:; style-src 'unsafe-inline'"
)
"""Whatever the bytes are, they run in an origin of nothing, without scripts, forms or windows."""


def given_out(pieces: Iterable[bytes], *, code: str, media_type: str, size: int) -> StreamingHttpResponse:
    """Answer with the bytes of an item under its code: never its own name, never a type that a browser runs."""
    shown = media_type in SHOWN
    said = media_type if shown or media_type in KEPT_APART else "application/octet-stream"
    ending = SHOWN.get(said) or KEPT_APART.get(said) or "bin"
    answer = StreamingHttpResponse(pieces, content_type=said)
    how = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f'{how}; filename="{code}.{ending}"'
    answer.headers["Content-Length"] = str(size)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
