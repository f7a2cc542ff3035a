"""Styles, scripts and pictures: named with the digest of their content, kept by browsers for a year, sent compressed.

No build step: digests and compressed bytes are made at the first request and held in memory.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST = 400
"""Bytes below which compressing saves nothing."""
FOR_A_YEAR = "public, max-age=31536000, immutable"


@lru_cache(maxsize=2048)
def digest_of(name: str) -> str:
    """Return twelve characters that stand for a file's content; empty where there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""


class NamedByContent(StaticFilesStorage):
    """Give each file an address that changes when its content does."""

    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        plain = super().url(name)
        digest = digest_of(name or "")
        return f"{plain}?v={digest}" if digest else plain


class Assets:
    """Compress what is text, once for each file, and let browsers keep what is named by its content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.held: dict[tuple[str, str], bytes] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Answer from the server of files, then compress."""
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL) or response.status_code != 200:
            return response
        if request.GET.get("v") and request.GET["v"] == digest_of(
            request.path.removeprefix(settings.STATIC_URL)
        ):
            response.headers["Cache-Control"] = FOR_A_YEAR
        return self._compressed(request, response)

    def _compressed(
        self, request: HttpRequest, response: HttpResponse | StreamingHttpResponse
    ) -> HttpResponse | StreamingHttpResponse:
        kind = response.headers.get("Content-Type", "")
        small = int(response.headers.get("Content-Length", "0")) < SMALLEST
        if small or request.method != "GET" or not kind.startswith(COMPRESSED):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" not in request.headers.get("Accept-Encoding", "") or "Content-Encoding" in response.headers:
            return response
        key = request.path, response.headers.get("Last-Modified", "")
        if key not in self.held:
            self.held[key] = gzip.compress(_body_of(response), 9, mtime=0)
        response.close()
        headers = {k: v for k, v in response.headers.items() if k not in ("Content-Length", "ETag")}
        return HttpResponse(self.held[key], headers={**headers, "Content-Encoding": "gzip"})


def _body_of(response: HttpResponse | StreamingHttpResponse) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(cast(Iterable[bytes], response.streaming_content))
    return response.content
